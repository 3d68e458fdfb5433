import { strict as assert } from "node:assert";
import { DeployIdentity } from "../../components/deploy-identity";
import type { DeployIdentityArgs } from "../../components/deploy-identity";
import { githubTrust } from "../../components/internal/trust-documents";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const args: DeployIdentityArgs = {
  namePrefix: "reference-production",
  accountId: "123456789012",
  regions: ["eu-central-1", "eu-west-1"],
  ownsProvider: true,
  repository: "example/reference",
  environments: { preview: ["production-preview"], drift: ["production-drift"], deploy: ["production"] },
  maxSessionSeconds: 7200,
  secretPrefix: "reference/production/",
  state: { bucketName: "example-state", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/state" },
};
const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const sids = (graph: Graph, name: string): readonly string[] =>
  JSON.parse(String(graph.one(POLICY, name).inputs.policy)).Statement.map(({ Sid }: { Sid: string }) => Sid);

describe("DeployIdentity", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new DeployIdentity("deploy-identity", args));
  });

  it("gives each purpose a role for its own environments, apart from the roles of the system", () => {
    assert.deepEqual(
      graph.all("aws:iam/role:Role").map(({ inputs }) => [inputs.name, inputs.path, inputs.maxSessionDuration, inputs.assumeRolePolicy]),
      (["preview", "drift", "deploy"] as const).map((purpose) => [
        `reference-production-${purpose}`,
        "/deploy/",
        7200,
        githubTrust("123456789012", "example/reference", args.environments[purpose]),
      ]),
    );
  });

  it("lets all three read, and only the deployer change", () => {
    const attached = graph.all(ATTACHMENT).map(({ name, inputs }) => [name, String(inputs.policyArn).replace(/^.*:policy/, "")]);
    assert.deepEqual(attached, [
      ["deploy-identity-preview-read", "/deploy/reference-production-read"],
      ["deploy-identity-drift-read", "/deploy/reference-production-read"],
      ["deploy-identity-deploy-read", "/deploy/reference-production-read"],
      ["deploy-identity-deploy-change", "/deploy/reference-production-change"],
    ]);
  });

  it("lets a preview see the state, a drift run the secrets too, and the deployer make roles within the bound", () => {
    const seesState = ["FindTheState", "ReadTheState", "WriteTheState", "DecryptTheState"];
    assert.deepEqual(sids(graph, "deploy-identity-preview"), seesState);
    assert.deepEqual(sids(graph, "deploy-identity-drift"), [...seesState, "ReadTheSystemsSecrets", "DecryptTheSystemsSecrets"]);
    assert.deepEqual(sids(graph, "deploy-identity-deploy"), [
      ...seesState,
      "MakeRolesWithinTheBoundary",
      "KeepRoles",
      "HandRolesToServices",
      "KeepInstanceProfiles",
      "LetServicesMakeTheirRoles",
      "NeverItself",
      "NeverTheRecordOrTheBackups",
      "NeverElsewhere",
    ]);
  });

  it("makes the bound where no policy may be attached from, and names it to the deployer", () => {
    const { inputs } = graph.one("aws:iam/policy:Policy", "deploy-identity-boundary");
    assert.deepEqual([inputs.path, inputs.name], ["/boundary/", "reference-production-boundary"]);
    assert.match(
      String(graph.one(POLICY, "deploy-identity-deploy").inputs.policy),
      /"iam:PermissionsBoundary":\["arn:aws:iam::123456789012:policy\/boundary\/reference-production-boundary"\]/,
    );
  });

  it("makes GitHub's provider where it owns it, and leaves it to another stack where not", async () => {
    const { inputs, options } = graph.one(PROVIDER);
    assert.deepEqual(inputs, { url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"] });
    assert.equal(options.protect, true);
    const other = await build(() => new DeployIdentity("deploy-identity", { ...args, ownsProvider: false }));
    assert.deepEqual(other.all(PROVIDER), []);
    assert.equal(other.all("aws:iam/role:Role").length, 3);
  });

  it("writes no policy into the preview's role where the state lies elsewhere", async () => {
    const { state: _, ...without } = args;
    const elsewhere = await build(() => new DeployIdentity("deploy-identity", without));
    assert.deepEqual(elsewhere.all(POLICY).map(({ name }) => name), ["deploy-identity-drift", "deploy-identity-deploy"]);
  });

  it("makes no user and no key", () => {
    assert.deepEqual(graph.resources.filter(({ type }) => /aws:iam\/(user|accessKey)/.test(type)), []);
  });
});
