import { strict as assert } from "node:assert";
import { networkSchema } from "../../settings/network";

const sound = {
  cidr: "10.20.0.0/16",
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  nat: "zone",
  interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
  flowLogRetentionDays: 90,
};
const messages = (value: unknown) => networkSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const paths = (value: unknown) => networkSchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);

describe("network settings", () => {
  it("are sound as the fixture has them, and without endpoints", () => {
    assert.equal(messages(sound), undefined);
    assert.equal(messages({ ...sound, nat: "single", interfaceEndpoints: [] }), undefined);
  });

  it("require every key", () => {
    assert.deepEqual(paths({})?.map(([path]) => path), ["cidr", "zones", "nat", "interfaceEndpoints", "flowLogRetentionDays"]);
  });

  it("refuse a range in which tasks would run out of addresses", () => {
    assert.deepEqual(messages({ ...sound, cidr: "10.20.0.0/24" }), [
      [
        "cidr",
        "/16 to /20: in a smaller VPC a zone has fewer than 251 addresses for tasks, and each Fargate task takes one",
      ],
    ]);
  });

  it("refuse one zone, and seven", () => {
    assert.deepEqual(paths({ ...sound, zones: ["eu-central-1a"] }), [["zones", "too_small"]]);
    const seven = ["a", "b", "c", "d", "e", "f", "a"].map((letter) => `us-east-1${letter}`);
    assert.deepEqual(paths({ ...sound, zones: seven }), [["zones", "too_big"]]);
  });

  it("refuse a zone that is none, a zone twice and zones of two regions", () => {
    assert.deepEqual(messages({ ...sound, zones: ["eu-central-1a", "eu-central-1"] }), [
      ["zones.1", "an availability zone a to f, such as eu-central-1a"],
    ]);
    assert.deepEqual(messages({ ...sound, zones: ["eu-central-1a", "eu-central-1b", "eu-central-1a"] }), [
      ["zones.2", "each zone once; eu-central-1a is there already"],
    ]);
    assert.deepEqual(messages({ ...sound, zones: ["eu-central-1a", "eu-west-1b"] }), [
      ["zones.1", "a zone of the same region as eu-central-1a"],
    ]);
  });

  it("refuse a kind of NAT and a service that don't exist, and a service twice", () => {
    assert.deepEqual(paths({ ...sound, nat: "both" }), [["nat", "invalid_value"]]);
    assert.deepEqual(paths({ ...sound, interfaceEndpoints: ["s3"] }), [["interfaceEndpoints.0", "invalid_value"]]);
    assert.deepEqual(messages({ ...sound, interfaceEndpoints: ["logs", "logs"] }), [
      ["interfaceEndpoints.1", "each service once; logs is there already"],
    ]);
  });

  it("refuse tasks that could not start: no NAT and no endpoint for what they call first", () => {
    assert.deepEqual(messages({ ...sound, nat: "none", interfaceEndpoints: ["ecr.api", "logs"] }), [
      ["interfaceEndpoints", "also ecr.dkr, secretsmanager: without NAT a task starts only if it reaches them inside the VPC"],
    ]);
    assert.equal(messages({ ...sound, nat: "none" }), undefined);
  });

  it("refuse a retention that CloudWatch Logs doesn't offer", () => {
    assert.deepEqual(paths({ ...sound, flowLogRetentionDays: 42 }), [["flowLogRetentionDays", "invalid_value"]]);
    assert.deepEqual(paths({ ...sound, flowLogRetentionDays: 0 }), [["flowLogRetentionDays", "invalid_value"]]);
  });
});
