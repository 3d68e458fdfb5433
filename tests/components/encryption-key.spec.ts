import { strict as assert } from "node:assert";
import { EncryptionKey } from "../../components/encryption-key";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

describe("EncryptionKey", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(
      () =>
        new EncryptionKey("key-data", {
          purpose: "data",
          namePrefix: "scholarship-production",
          accountId: "123456789012",
          region: "eu-central-1",
        }),
    );
  });

  it("makes a key and an alias that names system and purpose", () => {
    assert.deepEqual(graph.list(), [
      "aws:kms/alias:Alias key-data-alias",
      "aws:kms/key:Key key-data-key",
      "groundwork:encryption-key:EncryptionKey key-data",
    ]);
    assert.equal(graph.one("aws:kms/alias:Alias").inputs.name, "alias/scholarship-production-data");
  });

  it("rotates the key, protects it and keeps a deleted one for a month", () => {
    const { inputs, options } = graph.one("aws:kms/key:Key");
    assert.equal(inputs.enableKeyRotation, true);
    assert.equal(inputs.deletionWindowInDays, 30);
    assert.equal(options.protect, true);
  });
});
