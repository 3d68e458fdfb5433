import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { output } from "@pulumi/pulumi";
import { planBytes, rotationPlan } from "../../../components/internal/rotation-plan";
import type { RotatedSecret, RotationSubjects } from "../../../components/internal/rotation-plan";
import { valueOf } from "../../helpers/outputs";

const subjects = (secrets: Readonly<Record<string, RotatedSecret>>): RotationSubjects => ({
  accountId: "123456789012",
  region: "eu-central-1",
  clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-production",
  clusterName: "shop-production",
  secretsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
  secrets,
  database: {
    host: output(`shop-production-database.abcdefghijkl.eu-central-1.rds.amazonaws.com`),
    port: 5432,
    name: "shop",
    masterSecretName: "shop/production/database-master",
    masterSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/database-master-AbC123",
  },
});
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/);
const secret: fc.Arbitrary<RotatedSecret> = fc.record({
  secretName: name.map((text) => `shop/production/${text}`),
  arn: fc.constant("arn"),
  everyDays: fc.constant(90),
  services: fc.array(name, { maxLength: 6 }),
  what: fc.oneof(
    fc.record({ kind: fc.constant("key" as const), length: fc.constant(64), overlapDays: fc.integer({ min: 0, max: 365 }) }),
    fc.record({
      kind: fc.constant("database" as const),
      username: name,
      clone: name,
      host: fc.constant(output("shop-production.proxy-abcdefghijkl.eu-central-1.rds.amazonaws.com")),
      urlParameters: fc.constantFrom(undefined, "pgbouncer=true&connection_limit=20"),
      proxySecrets: fc.array(fc.record({ username: name, secretName: name, arn: fc.constant(output("arn")) }), { maxLength: 2 }),
    }),
  ),
});

describe("rotation plan", () => {
  it("is never longer than what was reckoned before its hosts were known", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, secret, { minKeys: 1, maxKeys: 8 }), async (secrets) => {
        const text = await valueOf(rotationPlan(subjects(secrets)));
        assert.ok(Buffer.byteLength(text) <= planBytes({ secrets }), `${Buffer.byteLength(text)} bytes, reckoned ${planBytes({ secrets })}`);
      }),
      { numRuns: 50 },
    );
  });

  it("names the secrets and no more of the server where there is none", async () => {
    const { database: _database, ...rest } = subjects({
      key: { secretName: "shop/production/key", arn: "arn", everyDays: 90, services: [], what: { kind: "key", length: 64, overlapDays: 7 } },
    });
    assert.deepEqual(JSON.parse(await valueOf(rotationPlan(rest))), {
      cluster: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-production",
      secrets: { "shop/production/key": { kind: "key", length: 64, overlapDays: 7, services: [] } },
    });
  });
});
