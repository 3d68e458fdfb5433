import { strict as assert } from "node:assert";
import { EncryptionKeys } from "../../components/encryption-keys";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

describe("EncryptionKeys", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(
      () =>
        new EncryptionKeys("keys", {
          namePrefix: "scholarship-production",
          accountId: "123456789012",
          region: "eu-central-1",
        }),
    );
  });

  it("makes a key and an alias for each purpose, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:kms/alias:Alias keys-backups",
      "aws:kms/alias:Alias keys-data",
      "aws:kms/alias:Alias keys-logs",
      "aws:kms/alias:Alias keys-notifications",
      "aws:kms/alias:Alias keys-secrets",
      "aws:kms/key:Key keys-backups",
      "aws:kms/key:Key keys-data",
      "aws:kms/key:Key keys-logs",
      "aws:kms/key:Key keys-notifications",
      "aws:kms/key:Key keys-secrets",
      "groundwork:encryption-keys:EncryptionKeys keys",
    ]);
  });

  it("rotates every key, protects it and keeps a deleted one for a month", () => {
    for (const { inputs, options } of graph.all("aws:kms/key:Key")) {
      assert.equal(inputs.enableKeyRotation, true);
      assert.equal(inputs.deletionWindowInDays, 30);
      assert.equal(options.protect, true);
    }
  });
});
