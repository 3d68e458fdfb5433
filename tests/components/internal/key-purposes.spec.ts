import { strict as assert } from "node:assert";
import { KEY_PURPOSES, keyPolicy } from "../../../components/internal/key-purposes";
import type { KeyPurpose } from "../../../components/internal/key-purposes";
import { valueOf } from "../../helpers/outputs";

const statements = async (purpose: KeyPurpose) =>
  JSON.parse(await valueOf(keyPolicy(purpose, "123456789012", "eu-central-1"))).Statement;

describe("keyPolicy", () => {
  it("lets the account's own IAM decide over every key, so that none can be locked out", async () => {
    for (const purpose of ["data", "secrets", "logs", "notifications", "backups", "archive"] as const) {
      const [account] = await statements(purpose);
      assert.deepEqual(account.Principal, { AWS: ["arn:aws:iam::123456789012:root"] });
      assert.deepEqual(account.Action, ["kms:*"]);
    }
    assert.equal(Object.keys(KEY_PURPOSES).length, 6);
  });

  it("admits CloudWatch Logs of its own region, for log groups of this account, to the key of the logs", async () => {
    const [, services, ...more] = await statements("logs");
    assert.deepEqual(services.Principal, { Service: ["logs.eu-central-1.amazonaws.com"] });
    assert.deepEqual(more, []);
    assert.deepEqual(services.Condition, {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-central-1:123456789012:*"] },
    });
  });

  it("admits what publishes to a topic to the key of the notifications", async () => {
    const [, services] = await statements("notifications");
    assert.deepEqual(services.Principal.Service, [
      "aps.amazonaws.com",
      "backup.amazonaws.com",
      "budgets.amazonaws.com",
      "cloudwatch.amazonaws.com",
      "costalerts.amazonaws.com",
      "events.amazonaws.com",
      "events.rds.amazonaws.com",
    ]);
  });

  it("admits CloudTrail, for trails of this account in any region, to the key of the archives", async () => {
    const [, services, ...more] = await statements("archive");
    assert.deepEqual(services.Principal, { Service: ["cloudtrail.amazonaws.com"] });
    assert.deepEqual(services.Condition, { ArnLike: { "aws:SourceArn": ["arn:aws:cloudtrail:*:123456789012:trail/*"] } });
    assert.deepEqual(more, []);
  });

  it("admits no service to the keys of data and secrets: those act with their caller's rights", async () => {
    assert.equal((await statements("data")).length, 1);
    assert.equal((await statements("secrets")).length, 1);
  });
});
