import { strict as assert } from "node:assert";
import { externalDatabaseSchema } from "../../settings/external-database";

const sound = {
  host: "aws-0-eu-central-1.pooler.example.org",
  port: 5432,
  databaseName: "postgres",
  username: "postgres.abcdefghijkl",
  passwordSecret: "outside:password",
  certificateBundle: "/etc/ssl/outside/ca.crt",
};
const messages = (value: unknown) =>
  externalDatabaseSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const paths = (value: unknown) => messages(value)?.map(([path]) => path);

describe("external database settings", () => {
  it("are sound as the fixture has them, and with the certificates of the image; every key is required", () => {
    assert.equal(messages(sound), undefined);
    assert.equal(messages({ ...sound, certificateBundle: "system", passwordSecret: "outside" }), undefined);
    assert.deepEqual(paths({}), Object.keys(sound));
  });

  it("name a second role for the jobs that only look, or none", () => {
    const reader = { username: "monitoring.abcdefghijkl", passwordSecret: "outside:reader" };
    assert.equal(messages({ ...sound, reader }), undefined);
    assert.deepEqual(paths({ ...sound, reader: {} }), ["reader.username", "reader.passwordSecret"]);
    assert.deepEqual(paths({ ...sound, reader: { ...reader, username: "a b" } }), ["reader.username"]);
  });

  it("take the name of a host: a certificate names no address, and a URL holds a password", () => {
    for (const host of ["10.0.0.1", "localhost", "postgres://u:p@db.example.org/x", "DB.example.org", "-a.example.org"]) {
      assert.deepEqual(paths({ ...sound, host }), ["host"], host);
    }
  });

  it("name a secret and never hold one", () => {
    for (const passwordSecret of ["S3cret!", "outside:pass:word", ""]) assert.deepEqual(paths({ ...sound, passwordSecret }), ["passwordSecret"]);
    assert.deepEqual(paths({ ...sound, password: "x" }), [""]);
  });

  it("leave no way to take any certificate", () => {
    for (const certificateBundle of ["", "none", "require"]) {
      assert.deepEqual(messages({ ...sound, certificateBundle }), [["certificateBundle", "an absolute path, or system"]]);
    }
  });
});
