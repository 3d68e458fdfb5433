import { strict as assert } from "node:assert";
import { DeployIdentity } from "../../components/deploy-identity";
import type { PolicyResource, Properties, Stack, Value } from "../../policy/model";
import { grantsOf, jobsOfRole } from "../../policy/role-grants";
import { iamPreviewReadonly } from "../../policy/rules/graph/iam-preview-readonly";
import { ofType } from "../../policy/stack-index";
import { UNKNOWN } from "../../rehearsal/provider/struct";
import { build } from "../helpers/graph";
import { policyStack } from "../helpers/policy";
import { STACKS } from "../helpers/stacks";

const ROLE = "aws:iam/role:Role";
const [{ floors } = assert.fail("there is no stack")] = STACKS;
const resource = (type: string, name: string, properties: Properties, propertyDependencies = {}): PolicyResource => ({
  type, name, urn: `urn:${name}`, properties, options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false }, propertyDependencies,
});
const allowing = (Action: Value, Resource: Value) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
const trusting = (job: string) => JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { Federated: "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" }, Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": job } } }],
});
const role = (job: string, more: Properties = {}) => resource(ROLE, "looker", { name: "looker", assumeRolePolicy: trusting(job), ...more });
const broken = (...resources: readonly PolicyResource[]) => iamPreviewReadonly.evaluate({ resources }, floors).violations.map(({ urn, property }) => `${urn} ${property}`);
const PULL_REQUEST = "repo:example/reference:pull_request";

describe("what a role may do", () => {
  const views: Stack[] = [];
  before(async () => {
    const program = () => new DeployIdentity("deploy-identity", {
      namePrefix: "reference-production", accountId: "123456789012", regions: ["eu-central-1"], ownsProvider: true, repository: "example/reference",
      environments: { preview: ["production-preview"], drift: ["production-drift"], deploy: ["production"] }, maxSessionSeconds: 7200, secretPrefix: "reference/production/",
      state: { bucketName: "example-state", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/state" },
    });
    views.push(policyStack(await build(program)), policyStack(await build(program, { firstPreview: true })));
  });

  it("is found in its own policies and in those that are attached, before anything has an ARN too", () => {
    for (const stack of views) {
      const grants = (purpose: string) => ofType(stack, ROLE).filter(({ name }) => name.endsWith(`-${purpose}`)).flatMap((each) => grantsOf(stack, each).map(({ resource: { name }, statements }) => [name, statements === undefined]));
      assert.deepEqual(grants("preview"), [["deploy-identity-preview", false], ["deploy-identity-read", false]]);
      assert.deepEqual(grants("deploy"), [["deploy-identity-deploy", false], ["deploy-identity-read", false], ["deploy-identity-change", false]]);
    }
  });

  it("is, for a preview, to look, to lock the state and to use the state's key: what our component grants is let pass", () => {
    for (const stack of views) {
      const { inspected, violations } = iamPreviewReadonly.evaluate(stack, floors);
      assert.equal(inspected.length, 3);
      assert.deepEqual(violations, []);
    }
  });

  it("is found by a role's name, and for each role where nobody knows which it is", () => {
    const policy = allowing("ec2:StopInstances", "*");
    const inline = (named: Value) => resource("aws:iam/rolePolicy:RolePolicy", "more", { role: named, policy });
    assert.deepEqual(broken(role(PULL_REQUEST), inline("looker")), ["urn:more policy"]);
    assert.deepEqual(broken(role(PULL_REQUEST), inline(UNKNOWN)), ["urn:more policy"]);
    assert.deepEqual(broken(role(PULL_REQUEST), inline("another")), []);
  });

  it("is what AWS's own policies say, of which three only look", () => {
    for (const name of ["ReadOnlyAccess", "SecurityAudit", "job-function/ViewOnlyAccess"]) assert.deepEqual(broken(role(PULL_REQUEST, { managedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] })), [], name);
    for (const arn of ["arn:aws:iam::aws:policy/AmazonEC2FullAccess", "arn:aws:iam::1:policy/ReadOnlyAccess", UNKNOWN]) assert.notDeepEqual(broken(role(PULL_REQUEST, { managedPolicyArns: [arn] })), [], arn);
  });

  it("is judged of a role only that a pipeline may assume, or that nobody knows whom it trusts", () => {
    const policy = (name: string) => resource("aws:iam/rolePolicy:RolePolicy", name, { role: "looker", policy: allowing("ec2:StopInstances", "*") });
    assert.deepEqual(broken(resource(ROLE, "looker", { name: "looker", assumeRolePolicy: JSON.stringify({ Statement: [{ Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }] }) }), policy("own")), []);
    assert.deepEqual(broken(resource(ROLE, "looker", { name: "looker", assumeRolePolicy: UNKNOWN }), policy("own")), ["urn:own policy"]);
    assert.deepEqual(jobsOfRole({ resources: [] }, role(PULL_REQUEST)), [PULL_REQUEST]);
  });

  it("is to change things for one role, whose environment has no name of one that looks", () => {
    const changing = resource("aws:iam/rolePolicy:RolePolicy", "own", { role: "looker", policy: allowing("ec2:StopInstances", "*") });
    assert.deepEqual(broken(role("repo:preview/reference:environment:production"), changing), []);
    assert.deepEqual(broken(role("repo:example/reference:environment:production-preview"), changing), ["urn:own policy"]);
    const second = resource(ROLE, "second", { name: "second", assumeRolePolicy: trusting("repo:example/reference:environment:look") });
    assert.deepEqual(broken(role("repo:example/reference:environment:production"), second, changing), []);
    assert.deepEqual(broken(role("repo:example/reference:environment:production"), second, changing, resource("aws:iam/rolePolicy:RolePolicy", "other", { role: "second", policy: allowing("s3:Put*", "*") })).sort(), ["urn:other policy", "urn:own policy"]);
  });
});
