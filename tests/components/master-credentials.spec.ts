import { strict as assert } from "node:assert";
import { MasterCredentials } from "../../components/master-credentials";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

describe("MasterCredentials", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(
      () =>
        new MasterCredentials("master", {
          secretName: "scholarship/production/database-administrator",
          username: "scholarship_dba",
          keyArn: "arn:aws:kms:eu-central-1:123456789012:key/secrets",
        }),
    );
  });

  it("generates a password of letters and digits, which RDS and a URL both take", () => {
    const { inputs, options } = graph.one("random:index/randomPassword:RandomPassword");
    assert.deepEqual(inputs, { length: 48, special: false, minLower: 1, minUpper: 1, minNumeric: 1 });
    assert.equal(options.protect, true);
  });

  it("keeps it in an encrypted, protected secret that can be had back for 30 days", () => {
    const { inputs, options } = graph.one("aws:secretsmanager/secret:Secret");
    assert.deepEqual(inputs, {
      name: "scholarship/production/database-administrator",
      description: "Master user scholarship_dba of the database; applications have roles of their own",
      kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/secrets",
      recoveryWindowInDays: 30,
      tags: { DataClass: "restricted", SecretClass: "database" },
    });
    assert.equal(options.protect, true);
  });

  it("says on the secret when a person changes it, where that is asked", async () => {
    const reminded = await build(
      () => new MasterCredentials("master", { secretName: "a/b/c", username: "dba", keyArn: "arn:key", rotation: { kind: "reminded", everyDays: 90 } }),
    );
    assert.deepEqual(reminded.one("aws:secretsmanager/secret:Secret").inputs.tags, { DataClass: "restricted", SecretClass: "database", RotationPolicy: "reminded-90-days" });
  });

  it("writes username and password as a secret value", () => {
    assert.deepEqual(graph.one("aws:secretsmanager/secretVersion:SecretVersion").secretInputs, ["secretString"]);
  });
});
