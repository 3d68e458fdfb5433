import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { OriginSecret } from "../../components/origin-secret";
import { build } from "../helpers/graph";

const PASSWORD = "random:index/randomPassword:RandomPassword";

async function made(generation: number) {
  const kept: OriginSecret[] = [];
  const graph = await build(() => {
    kept.push(new OriginSecret("origin-secret", { generation }));
  });
  const [secret = assert.fail("nothing was made")] = kept;
  return { secret, passwords: graph.all(PASSWORD).map(({ name, inputs }) => [name, inputs]) };
}

/** It does not see the values: only the engine's provider makes them. */
describe("OriginSecret", () => {
  it("makes one random value of letters and digits, which is sent and accepted", async () => {
    const { secret, passwords } = await made(1);
    assert.deepEqual(passwords, [["origin-secret-1", { length: 48, special: false }]]);
    assert.deepEqual(secret.accepted, [secret.current]);
  });

  it("accepts the one before too, under the name that it had, so that raising the generation makes one and changes none", async () => {
    const { secret, passwords } = await made(2);
    assert.deepEqual(passwords.map(([name]) => name), ["origin-secret-2", "origin-secret-1"]);
    assert.equal(secret.accepted.length, 2);
    assert.equal(secret.accepted[0], secret.current);
    assert.notEqual(secret.accepted[1], secret.current);
  });

  it("lets go of the one before the last", async () => {
    assert.deepEqual((await made(3)).passwords.map(([name]) => name), ["origin-secret-3", "origin-secret-2"]);
  });

  it("hands out nothing that is not a secret", async () => {
    const { secret } = await made(2);
    for (const output of secret.accepted) assert.equal(await pulumi.isSecret(output), true);
  });

  it("refuses a generation that is none", async () => {
    await assert.rejects(made(0), { message: "a generation of 1 or more, not 0" });
    await assert.rejects(made(1.5), { message: "a generation of 1 or more, not 1.5" });
  });
});
