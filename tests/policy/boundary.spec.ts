import { strict as assert } from "node:assert";
import { evaluate } from "../../policy/evaluate";
import type { Floors } from "../../policy/floors";
import type { PolicyResource, Properties, Stack } from "../../policy/model";
import { IAM_RULES } from "../../policy/rules/properties/iam";
import { UNKNOWN } from "../../rehearsal/provider/struct";

const floors: Floors = {
  profile: "production",
  lacks: {},
  databaseBackupDays: 30,
  recoveryPointDays: 30,
  logRetentionDays: 90,
  tlsVersion: "1.2",
  allowedRegions: ["eu-central-1"],
  publicPorts: [80, 443],
  minimumTasks: 2,
};
const resource = (type: string, name: string, properties: Properties, propertyDependencies = {}): PolicyResource => ({
  type,
  name,
  urn: `urn:pulumi:production::groundwork::${type}::${name}`,
  properties,
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies,
});
const everything = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
const policy = (path: string) => resource("aws:iam/policy:Policy", "bound", { path, policy: everything });
const broken = (...resources: PolicyResource[]) => {
  const stack: Stack = { resources };
  return evaluate(IAM_RULES, stack, floors).rules.flatMap(({ rule, violations }) => violations.map(({ urn }) => `${rule.id} ${urn.split("::").at(-1) ?? ""}`));
};
const statement = (extra: object) =>
  resource("aws:iam/rolePolicy:RolePolicy", "deployer", {
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...extra }] }),
  });
const ROLES = "arn:aws:iam::123456789012:role/reference-production/*";
const BOUND = "arn:aws:iam::123456789012:policy/boundary/reference";

describe("a bound of permissions", () => {
  it("may hold everything, for it grants nothing; the same policy elsewhere may not", () => {
    assert.deepEqual(broken(policy("/boundary/")), []);
    assert.ok(broken(policy("/")).includes("iam-no-admin bound"));
  });

  it("is attached to nobody, whether its ARN is known or not", () => {
    const attachment = (policyArn: string, dependencies = {}) =>
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", { policyArn }, dependencies);
    assert.deepEqual(broken(attachment(BOUND)), ["iam-no-managed-admin attachment"]);
    const bound = policy("/boundary/");
    assert.deepEqual(broken(bound, attachment(UNKNOWN, { policyArn: [bound.urn] })), ["iam-no-managed-admin attachment"]);
    const own = resource("aws:iam/policy:Policy", "own", {
      path: "/deploy/",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ec2:Describe*", Resource: "*" }] }),
    });
    assert.deepEqual(broken(own, attachment(UNKNOWN, { policyArn: [own.urn] })), []);
  });

  it("lets a deployer make roles, and nobody without it", () => {
    const makes = { Action: ["iam:CreateRole", "iam:PutRolePolicy"], Resource: ROLES };
    const within = (bound: string) => ({ ...makes, Condition: { StringEquals: { "iam:PermissionsBoundary": bound } } });
    assert.deepEqual(broken(statement(within(BOUND))), []);
    for (const open of [makes, within("*"), within("arn:aws:iam::123456789012:policy/boundary/*"), within("arn:aws:iam::aws:policy/AdministratorAccess")]) {
      assert.deepEqual(broken(statement(open)), ["iam-no-escalation deployer"]);
    }
  });

  it("lets the trust of roles below a path change, and of all roles not", () => {
    assert.deepEqual(broken(statement({ Action: "iam:UpdateAssumeRolePolicy", Resource: ROLES })), []);
    assert.deepEqual(broken(statement({ Action: "iam:UpdateAssumeRolePolicy", Resource: "arn:aws:iam::123456789012:role/*" })), ["iam-no-escalation deployer"]);
  });

  it("lets roles below a path be handed to services that are named, and all roles not", () => {
    const passing = (Resource: string) => ({ Action: "iam:PassRole", Resource, Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } });
    assert.deepEqual(broken(statement(passing(ROLES))), []);
    assert.deepEqual(broken(statement(passing("arn:aws:iam::123456789012:role/*"))), ["iam-passrole-narrow deployer"]);
  });
});
