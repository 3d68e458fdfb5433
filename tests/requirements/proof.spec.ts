import { strict as assert } from "node:assert";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import type { Properties } from "../../rehearsal/provider/struct";
import { graphOf } from "../helpers/graph";
import { assertProof } from "./proof";
import type { ResourceEvidence } from "./proof";
import { valueAt } from "./values";

type Parts = Partial<Pick<RegisteredResource, "secretInputs" | "dependsOn" | "options">>;

const resource = (type: string, name: string, inputs: Properties, outputs: Properties = {}, parts: Parts = {}): RegisteredResource => ({
  type, name, inputs, outputs, parent: undefined, provider: undefined, secretInputs: [], dependsOn: [], propertyDependencies: {}, options: {}, ...parts,
});

const sealed = (value: string): Properties => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const containers = (user: string) => JSON.stringify([{ user, environment: [{ name: "DEBUG", value: "false" }, { name: "PORT", value: "80" }] }]);
const rule = (type: string, name: string, inputs: Properties) =>
  resource(type, name, { ipProtocol: "tcp", fromPort: 80, toPort: 80, securityGroupId: "sg-web", ...inputs });

const RESOURCES: readonly RegisteredResource[] = [
  resource(TASK, "api", { cpu: "1024", memory: "2048", containerDefinitions: containers("1001:1001") }, { arn: "arn:api" }),
  resource(TASK, "jobs", { cpu: "256", memory: "512", containerDefinitions: containers("0:0") }, { arn: "arn:jobs" }),
  resource(SERVICE, "api", { taskDefinition: "arn:api", desiredCount: 3 }, {}, { dependsOn: ["demo:Roles::roles"] }),
  resource("demo:Secret", "key", { value: sealed('{"url":"redis://a"}'), plain: "b" }, { arn: "arn:key", unnamed: "arn:role/" }, {
    secretInputs: ["value"], options: { protect: true },
  }),
  resource("demo:Reader", "reader", { from: "arn:key:url::", copy: "arn:other", all: ["arn:other", "arn:key"] }),
  resource(GROUP, "web", {}, { id: "sg-web" }),
  resource(GROUP, "data", {}, { id: "sg-data" }),
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {}, { prefixListId: "pl-1" }),
  rule(INGRESS, "a", { cidrIpv4: "0.0.0.0/0" }),
  rule(INGRESS, "b", { cidrIpv6: "::/0", fromPort: 8000, toPort: 8010 }),
  rule(INGRESS, "c", { securityGroupId: "sg-data", referencedSecurityGroupId: "sg-web", fromPort: 5432, toPort: 5432 }),
  rule(EGRESS, "d", { prefixListId: "pl-1", fromPort: 443, toPort: 443 }),
  rule(EGRESS, "e", { cidrIpv4: "10.0.0.0/8", ipProtocol: "-1", fromPort: -1, toPort: -1 }),
];
const check = (evidence: ResourceEvidence, more: readonly RegisteredResource[] = []) => assertProof(graphOf([...RESOURCES, ...more]), evidence);

const USER = "containerDefinitions[0].user";

describe("proof of a requirement", () => {
  const cases: readonly { readonly title: string; readonly holds: ResourceEvidence; readonly fails: ResourceEvidence; readonly message: RegExp }[] = [
    {
      title: "a value is exactly this",
      holds: { type: TASK, name: "api", property: USER, equals: "1001:1001" },
      fails: { type: TASK, name: "api", property: USER, equals: "1001" },
      message: /TaskDefinition api: containerDefinitions\[0\]\.user/,
    },
    {
      title: "a property is not set",
      holds: { type: TASK, name: "api", property: "region", equals: undefined },
      fails: { type: TASK, name: "api", property: "cpu", equals: undefined },
      message: /TaskDefinition api: cpu/,
    },
    {
      title: "a list has an entry",
      holds: { type: TASK, name: "api", property: "containerDefinitions[0].environment", includes: { name: "DEBUG", value: "false" } },
      fails: { type: TASK, name: "api", property: "containerDefinitions[0].environment", includes: { name: "DEBUG", value: "true" } },
      message: /without \{"name":"DEBUG","value":"true"\}/,
    },
    {
      title: "a text has a part",
      holds: { type: "demo:Reader", name: "reader", property: "from", includes: ":url:" },
      fails: { type: "demo:Reader", name: "reader", property: "from", includes: ":password:" },
      message: /without ":password:"/,
    },
    {
      title: "a number is no smaller, text of digits too",
      holds: { type: TASK, name: "api", property: "cpu", atLeast: 1024 },
      fails: { type: TASK, name: "api", property: "cpu", atLeast: 1025 },
      message: /cpu is 1024/,
    },
    {
      title: "what is not there is no number",
      holds: { type: TASK, name: "api", property: "cpu", atLeast: 0 },
      fails: { type: TASK, name: "api", property: "gpu", atLeast: 0 },
      message: /gpu is undefined/,
    },
    {
      title: "a text matches, and what is not there matches nothing",
      holds: { type: TASK, name: "api", property: USER, matches: /^1/ },
      fails: { type: TASK, name: "api", property: "owner", matches: /./ },
      message: /owner is undefined, not \/\.\//,
    },
    {
      title: "all resources of a pattern have it",
      holds: { type: TASK, name: /./, property: "containerDefinitions.length", equals: 1 },
      fails: { type: TASK, name: /./, property: USER, matches: /^[1-9]/ },
      message: /TaskDefinition jobs: containerDefinitions\[0\]\.user is "0:0"/,
    },
    {
      title: "a pattern that matches nothing proves nothing",
      holds: { type: TASK, name: /^api$/, property: "cpu", equals: "1024" },
      fails: { type: TASK, name: /^web$/, property: "cpu", equals: "1024" },
      message: /no aws:ecs\/taskDefinition:TaskDefinition matches \/\^web\$\//,
    },
    {
      title: "a resource that does not exist has no property, not even an absent one",
      holds: { type: GROUP, name: "web", property: "region", equals: undefined },
      fails: { type: GROUP, name: "gone", property: "region", equals: undefined },
      message: /expected one aws:ec2\/securityGroup:SecurityGroup gone, found 0/,
    },
    {
      title: "an option is set",
      holds: { type: "demo:Secret", name: "key", property: "option:protect", equals: true },
      fails: { type: TASK, name: "api", property: "option:protect", equals: true },
      message: /TaskDefinition api: option:protect/,
    },
    {
      title: "an input is a secret",
      holds: { type: "demo:Secret", name: "key", property: "secret:value", equals: true },
      fails: { type: "demo:Secret", name: "key", property: "secret:plain", equals: true },
      message: /demo:Secret key: secret:plain/,
    },
    {
      title: "a value is another resource's own, with text after it",
      holds: { type: "demo:Reader", name: "reader", property: "from", linksTo: { type: "demo:Secret", name: "key", output: "arn", suffix: ":url::" } },
      fails: { type: "demo:Reader", name: "reader", property: "copy", linksTo: { type: "demo:Secret", name: "key", output: "arn" } },
      message: /demo:Reader reader: copy/,
    },
    {
      title: "a list holds another resource's own",
      holds: { type: "demo:Reader", name: "reader", property: "all", linksTo: { type: "demo:Secret", name: "key", output: "arn" } },
      fails: { type: "demo:Reader", name: "reader", property: "all", linksTo: { type: TASK, name: "api", output: "arn" } },
      message: /all is without arn:api/,
    },
    {
      title: "there are so many of a type",
      holds: { type: TASK, count: 2 },
      fails: { type: TASK, count: 1 },
      message: /found api, jobs/,
    },
    {
      title: "there are so many of a name and with a value",
      holds: { type: TASK, named: /i/, where: { property: USER, equals: "1001:1001" }, count: 1 },
      fails: { type: TASK, named: /j/, where: { property: USER, equals: "1001:1001" }, count: 1 },
      message: /found \n/,
    },
    {
      title: "copies of a task have enough together",
      holds: { sumOf: "memory", services: ["api"], atLeast: 6144 },
      fails: { sumOf: "memory", services: ["api"], atLeast: 6145 },
      message: /memory of api is 6144, expected 6145 at least/,
    },
    {
      title: "a resource waits for another",
      holds: { type: SERVICE, name: "api", waitsFor: "demo:Roles::roles" },
      fails: { type: SERVICE, name: "api", waitsFor: "demo:Service::web" },
      message: /api waits for demo:Roles::roles/,
    },
    {
      title: "a group lets in exactly these",
      holds: { openings: "ingress", of: "data", exactly: ["web -> data:5432"] },
      fails: { openings: "ingress", of: "web", exactly: ["0.0.0.0/0 -> web:80"] },
      message: /::\/0 -> web:8000-8010/,
    },
    {
      title: "a port is closed, also within a range",
      holds: { openings: "ingress", port: 22, exactly: [] },
      fails: { openings: "ingress", port: 8005, exactly: [] },
      message: /::\/0 -> web:8000-8010/,
    },
    {
      title: "a rule for everything opens every port",
      holds: { openings: "egress", port: 443, exactly: ["web -> s3:443", "web -> 10.0.0.0/8:everything"] },
      fails: { openings: "egress", port: 22, exactly: [] },
      message: /web -> 10\.0\.0\.0\/8:everything/,
    },
  ];
  for (const { title, holds, fails, message } of cases) {
    it(`holds where ${title}, and fails where not`, () => {
      check(holds);
      assert.throws(() => check(fails), message);
    });
  }

  it("fails a fact that checks nothing, or two things at a time", () => {
    assert.throws(() => check({ type: TASK, name: "api", property: "cpu" }), /cpu states 0 checks, not one/);
    assert.throws(() => check({ type: TASK, name: "api", property: "cpu", equals: "1024", atLeast: 1 }), /cpu states 2 checks, not one/);
  });

  it("fails a link to what no resource is known by yet", () => {
    const link = (output: string): ResourceEvidence => ({ type: "demo:Reader", name: "reader", property: "from", linksTo: { type: "demo:Secret", name: "key", output } });
    assert.throws(() => check(link("unnamed")), /demo:Secret key answers no unnamed to link to/);
    assert.throws(() => check(link("missing")), /demo:Secret key answers no missing to link to/);
  });

  it("fails the sum of a service whose task is unknown", () => {
    const stray = resource(SERVICE, "stray", { taskDefinition: "arn:gone", desiredCount: 9 });
    assert.throws(() => check({ sumOf: "cpu", services: ["stray"], atLeast: 0 }, [stray]), /cpu of stray is NaN/);
  });

  it("refuses to read doors where rules stand in a form that it doesn't read, or nowhere", () => {
    const evidence: ResourceEvidence = { openings: "ingress", port: 22, exactly: [] };
    const inline = resource(GROUP, "inline", { ingress: [{ fromPort: 22, toPort: 22, protocol: "tcp" }] }, { id: "sg-inline" });
    assert.throws(() => check(evidence, [inline]), /inline has rules of its own/);
    assert.throws(() => check(evidence, [resource("aws:ec2/securityGroupRule:SecurityGroupRule", "old", {})]));
    assert.throws(() => assertProof(graphOf([]), evidence), /no ingress rule at all/);
  });

  it("reads a path through JSON, seals, quotes, picks and lengths", () => {
    const root = { policy: '{"Statement":[{"Sid":"A","Condition":{"aws:x":1}},{"Sid":"B"},{"Sid":"B"}]}', token: sealed('{"url":"u"}') };
    assert.equal(valueAt(root, 'policy.Statement[0].Condition["aws:x"]'), 1);
    assert.deepEqual(valueAt(root, "policy.Statement[Sid=A].Condition"), { "aws:x": 1 });
    assert.equal(valueAt(root, "policy.Statement.length"), 3);
    assert.equal(valueAt(root, "token"), '{"url":"u"}');
    assert.equal(valueAt(root, "token.url"), "u");
    assert.equal(valueAt(root, "policy.Statement[Sid=B].Sid"), undefined, "two entries of a name are no entry");
    assert.equal(valueAt(root, "policy.Statement[Sid=C].Sid"), undefined);
  });
});
