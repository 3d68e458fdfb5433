import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudProvider } from "../../../rehearsal/cloud/cloud-provider";
import { Faults } from "../../../rehearsal/cloud/faults";
import type { Fault } from "../../../rehearsal/cloud/faults";
import { CloudStore } from "../../../rehearsal/cloud/store";
import type { Provider, Subject } from "../../../rehearsal/provider/provider";
import { subjectOf } from "../../../rehearsal/provider/server";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import type { Properties } from "../../../rehearsal/provider/struct";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const INSTANCE = "aws:rds/instance:Instance";

const subject = (type: string, name: string, configuration: Properties = {}): Subject =>
  subjectOf(`urn:pulumi:production::fixture::${type}::${name}`, configuration);

describe("the embedded cloud", () => {
  let folder: string;
  let store: CloudStore;
  let provider: Provider;
  const started = (...faults: readonly Fault[]) =>
    cloudProvider({ packageName: "aws", store, faults: new Faults(faults), isKnown: () => false });
  const create = (type: string, name: string, inputs: Properties, configuration: Properties = {}) =>
    provider.create(subject(type, name, configuration), inputs, false);
  const failures = async (type: string, inputs: Properties) =>
    (await provider.check(subject(type, "it"), inputs, undefined)).failures.map(({ reason }) => reason);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundwork-cloud-"));
    store = new CloudStore(join(folder, "cloud.json"));
    provider = started();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("gives ids, ARNs and host names as AWS does, of the provider's own region", async () => {
    const vpc = await create(VPC, "network", { cidrBlock: "10.0.0.0/16" }, { region: "eu-west-1" });
    assert.match(vpc.id, /^vpc-[0-9a-f]{17}$/);
    assert.equal(vpc.outputs.arn, `arn:aws:ec2:eu-west-1:123456789012:vpc/${vpc.id}`);
    assert.match(String(vpc.outputs.defaultSecurityGroupId), /^sg-[0-9a-f]{17}$/);
    const database = await create(INSTANCE, "db", { identifier: "orders", instanceClass: "db.t4g.small" });
    assert.equal(database.id, "orders");
    assert.match(String(database.outputs.endpoint), /^orders\.[0-9a-f]{12}\.eu-central-1\.rds\.amazonaws\.com:5432$/);
    assert.equal(database.outputs.port, 5432);
  });

  it("merges the provider's default tags, and shows a change of them on each resource", async () => {
    const tagged = (System: string) => ({ defaultTags: { tags: { System } } });
    const inputs = { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } };
    const made = await create(VPC, "network", inputs, tagged("a"));
    assert.deepEqual(made.outputs.tagsAll, { System: "a", Name: "main" });
    const changes = await provider.diff(subject(VPC, "network", tagged("b")), { ...made, inputs }, inputs);
    assert.deepEqual([...changes], [["tagsAll", { kind: "update", replaces: false }]]);
  });

  it("makes up a name as the provider does, keeps it, and makes up another for a replacement", async () => {
    const type = "aws:iam/role:Role";
    const inputs = { assumeRolePolicy: "{}" };
    const first = (await provider.check(subject(type, "Task"), inputs, undefined)).inputs;
    assert.match(String(first.name), /^Task-[0-9a-f]{7}$/);
    assert.deepEqual((await provider.check(subject(type, "Task"), inputs, first)).inputs, first);
    await create(type, "Task", first);
    const second = (await provider.check(subject(type, "Task"), inputs, undefined)).inputs;
    assert.notEqual(second.name, first.name);
  });

  it("makes up a name from a prefix as the provider does, and keeps it", async () => {
    const group = subject("aws:lb/targetGroup:TargetGroup", "web");
    const inputs = { namePrefix: "back-", port: 8000, protocol: "HTTP", targetType: "ip" };
    const first = (await provider.check(group, inputs, undefined)).inputs;
    assert.match(String(first.name), /^back-[0-9a-f]{26}$/);
    assert.deepEqual((await provider.check(group, inputs, first)).inputs, first);
  });

  it("tells things apart by the names that it gives itself, two targets of one rule", async () => {
    const target = (name: string) => create("aws:cloudwatch/eventTarget:EventTarget", name, { rule: "failed", arn: `arn:aws:sns:::${name}` });
    const [first, second] = [await target("operations"), await target("database")];
    assert.match(first.id, /^failed-terraform-\d{26}$/);
    assert.equal(first.id, `failed-${String(first.outputs.targetId)}`);
    assert.notEqual(first.id, second.id);
  });

  it("knows in a preview what the program gives, and nothing that only the cloud will tell", async () => {
    const { outputs } = await provider.create(subject(VPC, "network"), { cidrBlock: "10.0.0.0/16" }, true);
    assert.equal(outputs.cidrBlock, "10.0.0.0/16");
    assert.equal(outputs.arn, UNKNOWN);
    assert.deepEqual(store.all(), []);
  });

  it("names the deepest path that differs, and replaces what can't be changed", async () => {
    const diff = async (type: string, old: Properties, next: Properties) =>
      [...(await provider.diff(subject(type, "it"), { id: "it", outputs: {}, inputs: old }, next))].map(
        ([path, { kind, replaces }]) => `${kind} ${path}${replaces ? " replaces" : ""}`,
      );
    assert.deepEqual(await diff(SUBNET, { cidrBlock: "10.0.0.0/24", tags: { a: "1" } }, { cidrBlock: "10.0.1.0/24", tags: { a: "2", b: "3" } }), [
      "update cidrBlock replaces",
      "update tags.a",
      "add tags.b",
    ]);
    assert.deepEqual(await diff(INSTANCE, { identifier: "a", username: "x" }, { identifier: "b", username: "y" }), [
      "update identifier",
      "update username replaces",
    ]);
    assert.deepEqual(await diff("aws:iam/policy:Policy", { policy: '{"a":1,"b":2}' }, { policy: '{ "b": 2, "a": 1 }' }), []);
  });

  const SIZES = { family: "web", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", containerDefinitions: '[{"name":"web"}]' };
  const DATABASE = { identifier: "orders", instanceClass: "db.t4g.small", skipFinalSnapshot: true };
  const REFUSED: readonly (readonly [string, string, Properties, string])[] = [
    ["a Fargate pair that there is not", "aws:ecs/taskDefinition:TaskDefinition", { ...SIZES, cpu: "2048", memory: "2048" }, "ClientException: no Fargate task has cpu 2048 with memory 2048; with this cpu it offers 4096, 5120, 6144, 7168, 8192, 9216, 10240, 11264, 12288, 13312, 14336, 15360, 16384 MiB"],
    ["windows that overlap", INSTANCE, { ...DATABASE, backupWindow: "02:00-03:00", maintenanceWindow: "sun:02:30-sun:03:30" }, "InvalidParameterValue: the backup window 02:00-03:00 must not overlap the maintenance window sun:02:30-sun:03:30"],
    ["windows that overlap over midnight", INSTANCE, { ...DATABASE, backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:00-mon:01:00" }, "InvalidParameterValue: the backup window 23:30-00:30 must not overlap the maintenance window mon:00:00-mon:01:00"],
    ["a retention that CloudWatch does not offer", "aws:cloudwatch/logGroup:LogGroup", { name: "/a", retentionInDays: 31 }, "retentionInDays: expected one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 31"],
    ["a name that is too long", "aws:lb/loadBalancer:LoadBalancer", { name: "a".repeat(33) }, `ValidationError: "${"a".repeat(33)}" is no valid name: up to 32 letters, digits and hyphens, no hyphen first or last, not starting with internal-`],
    ["a missing property", SUBNET, {}, "required property vpcId is missing"],
    ["an unknown property", VPC, { cidrBlock: "10.0.0.0/16", colour: "red" }, "aws:ec2/vpc:Vpc has no property colour"],
    ["a network of no valid size", VPC, { cidrBlock: "10.0.0.0/8" }, "InvalidVpc.Range: 10.0.0.0/8 is of size /8, AWS allows /16 to /28"],
    ["a schedule of five fields", "aws:cloudwatch/eventRule:EventRule", { scheduleExpression: "cron(0 2 * * *)" }, '"cron(0 2 * * *)" is no schedule: cron has six fields (minute hour day month weekday year), got 5'],
  ];
  for (const [what, type, inputs, reason] of REFUSED) {
    it(`refuses ${what} before anything is made`, async () => {
      const all = await failures(type, inputs);
      assert.ok(all.some((found) => found.endsWith(reason)), all.join("\n"));
    });
  }

  it("accepts windows that touch, and judges no unknown", async () => {
    assert.deepEqual(await failures(INSTANCE, { ...DATABASE, backupWindow: "02:00-02:30", maintenanceWindow: "sun:02:30-sun:03:30" }), []);
    assert.deepEqual(await failures(INSTANCE, { ...DATABASE, identifier: UNKNOWN }), []);
  });

  it("refuses a reference to what does not exist, and the deletion of what is in use", async () => {
    const missing = `vpc-${"0".repeat(17)}`;
    await assert.rejects(create(SUBNET, "a", { vpcId: missing, cidrBlock: "10.0.0.0/24" }), {
      message: `InvalidVpcID.NotFound: vpcId names ${missing}, and nothing in this cloud has that id`,
    });
    const vpc = await create(VPC, "network", { cidrBlock: "10.0.0.0/16" });
    const subnet = await create(SUBNET, "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    await assert.rejects(provider.delete(subject(VPC, "network"), vpc.id, vpc.outputs), {
      message: `DependencyViolation: ${vpc.id} is in use by ${SUBNET} ${subnet.id}`,
    });
    await provider.delete(subject(SUBNET, "a"), subnet.id, subnet.outputs);
    await provider.delete(subject(VPC, "network"), vpc.id, vpc.outputs);
    assert.deepEqual(store.all(), []);
  });

  it("refuses a subnet over another one and one outside its VPC", async () => {
    const vpc = await create(VPC, "network", { cidrBlock: "10.0.0.0/16" });
    await create(SUBNET, "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    await assert.rejects(create(SUBNET, "b", { vpcId: vpc.id, cidrBlock: "10.0.0.0/25" }), /^Error: InvalidSubnet\.Conflict: 10\.0\.0\.0\/25 overlaps 10\.0\.0\.0\/24/);
    await assert.rejects(create(SUBNET, "c", { vpcId: vpc.id, cidrBlock: "10.1.0.0/24" }), /^Error: InvalidSubnet\.Range/);
  });

  it("refuses a name that is taken, and a deletion that the thing itself guards against", async () => {
    const inputs = { ...DATABASE, deletionProtection: true };
    const { id, outputs } = await create(INSTANCE, "db", inputs);
    await assert.rejects(create(INSTANCE, "other", inputs), { message: "DBInstanceAlreadyExists: identifier orders is taken by orders" });
    await assert.rejects(provider.delete(subject(INSTANCE, "db"), id, outputs), /Cannot delete protected DB Instance: orders; set deletionProtection to false/);
  });

  it("reads what was changed by hand, and nothing where the thing was removed by hand", async () => {
    const inputs = { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true };
    const { id, outputs } = await create(VPC, "network", inputs);
    const text = readFileSync(store.file, "utf8");
    writeFileSync(store.file, text.replace('"enableDnsHostnames": true', '"enableDnsHostnames": false'));
    const found = await provider.read(subject(VPC, "network"), id, inputs, outputs);
    assert.deepEqual(found?.inputs, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: false });
    writeFileSync(store.file, '{ "resources": [] }');
    assert.equal(await provider.read(subject(VPC, "network"), id, inputs, outputs), undefined);
  });

  it("says which file is broken after an edit gone wrong", async () => {
    writeFileSync(store.file, '{ "resources": [{}] }');
    assert.throws(() => store.all(), /^Error: the cloud file .*cloud\.json can't be read: /);
  });

  it("takes over what a lost answer left behind, and makes no second one", async () => {
    provider = started({ call: 1, kind: "lose" });
    await assert.rejects(create(VPC, "network", { cidrBlock: "10.0.0.0/16" }), /RequestTimeout: the connection broke/);
    const [left] = store.all();
    provider = started();
    assert.equal((await create(VPC, "network", { cidrBlock: "10.0.0.0/16" })).id, left?.id);
    assert.equal(store.all().length, 1);
  });

  it("strikes at the call that a fault names and no other, and ends a hanging one when the run is cancelled", async () => {
    provider = started({ call: 2, kind: "throttle" }, { call: 3, kind: "hang" });
    await create(VPC, "a", { cidrBlock: "10.0.0.0/16" });
    await assert.rejects(create(VPC, "b", { cidrBlock: "10.1.0.0/16" }), /^Error: ThrottlingException: Rate exceeded/);
    const hanging = create(VPC, "c", { cidrBlock: "10.2.0.0/16" });
    provider.cancel?.();
    await assert.rejects(hanging, /^Error: RequestCanceled/);
    assert.equal(store.all().length, 1);
  });
});
