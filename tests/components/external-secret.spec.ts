import { strict as assert } from "node:assert";
import { ExternalSecret } from "../../components/external-secret";
import type { ExternalSecretArgs } from "../../components/external-secret";
import { build } from "../helpers/graph";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/secrets";

const compliant: ExternalSecretArgs = {
  secretName: "scholarship/production/smtp",
  description: "The account at the mail server.",
  secretClass: "external",
  keyArn: KEY,
  keys: ["username", "password"],
};

async function smtp(change: Partial<ExternalSecretArgs> = {}) {
  let fillCommand = "";
  const graph = await build(() => {
    ({ fillCommand } = new ExternalSecret("smtp", { ...compliant, ...change }));
  });
  return { graph, fillCommand };
}

describe("ExternalSecret", () => {
  it("makes a place without a value: no version, nothing generated", async () => {
    const { graph } = await smtp();
    assert.deepEqual(graph.list(), [
      "aws:secretsmanager/secret:Secret smtp",
      "groundwork:external-secret:ExternalSecret smtp",
    ]);
  });

  it("encrypts with the given key, classifies, waits 30 days before a deletion and is protected", async () => {
    const { graph } = await smtp();
    const { inputs, options } = graph.one("aws:secretsmanager/secret:Secret");
    assert.deepEqual(inputs, {
      name: "scholarship/production/smtp",
      description: "The account at the mail server. A person puts the value, as JSON with the keys username, password.",
      kmsKeyId: KEY,
      recoveryWindowInDays: 30,
      tags: { DataClass: "restricted", SecretClass: "external" },
    });
    assert.equal(options.protect, true);
  });

  it("says how to fill it, from a file and without the value", async () => {
    assert.equal(
      (await smtp()).fillCommand,
      "aws secretsmanager put-secret-value --secret-id scholarship/production/smtp --secret-string file://value.json",
    );
  });

  it("asks for plain text where it has no keys", async () => {
    const { graph, fillCommand } = await smtp({ keys: [] });
    const { description } = graph.one("aws:secretsmanager/secret:Secret").inputs;
    assert.equal(description, "The account at the mail server. A person puts the value, as plain text.");
    assert.match(fillCommand, /file:\/\/value\.txt$/);
  });

  it("says on the secret when its person is reminded", async () => {
    const tagsOf = async (change: Partial<ExternalSecretArgs>) => (await smtp(change)).graph.one("aws:secretsmanager/secret:Secret").inputs.tags;
    assert.deepEqual(await tagsOf({ rotation: { kind: "reminded", everyDays: 30 } }), {
      DataClass: "restricted",
      SecretClass: "external",
      RotationPolicy: "reminded-30-days",
    });
    assert.deepEqual(await tagsOf({ rotation: { kind: "on-demand" } }), { DataClass: "restricted", SecretClass: "external", RotationPolicy: "on-demand" });
  });
});
