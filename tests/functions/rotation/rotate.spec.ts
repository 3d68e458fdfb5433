import { strict as assert } from "node:assert";
import type { RotationPlan } from "../../../functions/rotation/plan";
import { rotate } from "../../../functions/rotation/rotate";
import { RotationWorld } from "../../helpers/rotation-world";

const ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/application-key-AbC123";
const CLUSTER = "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-production";
const plan: RotationPlan = {
  cluster: CLUSTER,
  secrets: { "shop/production/application-key": { kind: "key", length: 64, overlapDays: 7, services: ["api", "worker"] } },
};
const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const key = (letter: string) => letter.repeat(64);

function world(value: Record<string, string>): RotationWorld {
  const made = new RotationWorld(async () => {
    throw new Error("a key is in no database");
  });
  made.add(ARN, JSON.stringify(value));
  made.time = new Date("2026-04-01T00:00:00Z");
  return made;
}

const step = (to: RotationWorld, Step: string, token = "t1") => rotate(to, plan, { SecretId: ARN, ClientRequestToken: token, Step });
const fields = (text: string | undefined): Record<string, string> => JSON.parse(text ?? "{}");

async function rotation(of: RotationWorld, token: string): Promise<void> {
  of.begin(ARN, token);
  for (const each of STEPS) await step(of, each, token);
}

describe("rotation of an application's key", () => {
  it("makes a new current key and keeps the one before it as previous", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    await rotation(subject, "t1");
    const { current, previous, ...more } = fields(subject.valueOf(ARN));
    assert.match(String(current), /^[A-Za-z0-9]{64}$/);
    assert.notEqual(current, key("a"));
    assert.equal(previous, key("a"));
    assert.deepEqual(more, {});
  });

  it("signs with what all tasks knew before, where the secret names the next key too", async () => {
    const subject = world({ current: key("a"), previous: key("b"), next: key("c") });
    await rotation(subject, "t1");
    const { current, previous, next } = fields(subject.valueOf(ARN));
    assert.equal(current, key("c"));
    assert.equal(previous, key("a"));
    assert.match(String(next), /^[A-Za-z0-9]{64}$/);
    assert.notEqual(next, key("c"));
  });

  it("redeploys every service that reads it, after the new version is current and not before", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    await rotation(subject, "t1");
    assert.deepEqual(subject.calls, [
      `put ${ARN}`,
      `promote ${ARN}`,
      `redeploy api in ${CLUSTER}`,
      `redeploy worker in ${CLUSTER}`,
    ]);
    assert.deepEqual(subject.stagesOf(ARN), { v0: ["AWSPREVIOUS"], t1: ["AWSCURRENT", "AWSPENDING"] });
  });

  it("refuses a rotation while the key before the current one may still be in a valid token", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    await rotation(subject, "t1");
    subject.time = new Date("2026-04-07T23:59:00Z");
    subject.begin(ARN, "t2");
    await assert.rejects(step(subject, "createSecret", "t2"), /the key is 7\.0 days old: what its predecessor signed is valid for 7 days/);
    subject.time = new Date("2026-04-08T00:00:00Z");
    await step(subject, "createSecret", "t2");
    assert.notEqual(subject.valueOf(ARN, "AWSPENDING"), undefined);
  });

  it("makes one value, however often createSecret is called", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    subject.begin(ARN, "t1");
    await step(subject, "createSecret");
    const first = subject.valueOf(ARN, "AWSPENDING");
    await step(subject, "createSecret");
    assert.equal(subject.valueOf(ARN, "AWSPENDING"), first);
  });

  it("redeploys again when it was cut off between the new version and the redeployment", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    subject.begin(ARN, "t1");
    for (const each of ["createSecret", "setSecret", "testSecret"]) await step(subject, each);
    subject.broken = "redeploy worker";
    await assert.rejects(step(subject, "finishSecret"), /broken/);
    const value = subject.valueOf(ARN);
    subject.broken = undefined;
    for (const each of STEPS) await step(subject, each);
    assert.equal(subject.valueOf(ARN), value);
    assert.equal(subject.calls.filter((call) => call === `redeploy worker in ${CLUSTER}`).length, 1);
  });

  it("fails the test of a pending version that forgets the current key, or has a short one", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    subject.begin(ARN, "t1");
    await subject.secrets.put(ARN, JSON.stringify({ current: key("d"), previous: key("b") }), { token: "t1" });
    await assert.rejects(step(subject, "testSecret"), /doesn't keep the current key/);
    await subject.secrets.put(ARN, JSON.stringify({ current: "short", previous: key("a") }), { token: "t1" });
    await assert.rejects(step(subject, "testSecret"), /has not 64 characters/);
  });

  it("passes the trial that Secrets Manager makes with a copy of the current version", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    await subject.secrets.put(ARN, JSON.stringify({ current: key("a"), previous: key("b") }), { token: "t1" });
    await step(subject, "testSecret");
  });

  it("touches no secret, version or step that it does not know", async () => {
    const subject = world({ current: key("a"), previous: key("b") });
    subject.begin(ARN, "t1");
    await assert.rejects(
      rotate(subject, plan, { SecretId: ARN.replace("application-key", "smtp"), ClientRequestToken: "t1", Step: "createSecret" }),
      /the secret shop\/production\/smtp is none that this function rotates/,
    );
    await assert.rejects(step(subject, "createSecret", "t9"), /version t9 is none of shop\/production\/application-key/);
    await assert.rejects(step(subject, "dropSecret"), /no step "dropSecret"/);
    assert.deepEqual(subject.calls, []);
  });
});
