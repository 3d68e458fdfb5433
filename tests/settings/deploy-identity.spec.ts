import { strict as assert } from "node:assert";
import { deployIdentitySchema } from "../../settings/deploy-identity";

const environments = { preview: ["preview"], drift: ["drift"], deploy: ["production"] };
const sound = { ownsProvider: true, repository: "example/reference", environments, maxSessionHours: 2 };
const messages = (value: unknown) => deployIdentitySchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const codes = (value: unknown) => deployIdentitySchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);

describe("deploy identity settings", () => {
  it("are sound as the fixture has them, and with a bucket of the state", () => {
    const state = { bucketName: "example-state", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1111-2222" };
    assert.equal(messages(sound), undefined);
    assert.equal(messages({ ...sound, state }), undefined);
    assert.deepEqual(codes({ ...sound, state: { ...state, keyArn: "alias/state" } }), [["state.keyArn", "invalid_format"]]);
  });

  it("require every key but the state", () => {
    assert.deepEqual(codes({})?.map(([path]) => path), ["ownsProvider", "repository", "environments", "maxSessionHours"]);
  });

  it("refuse an environment that looks and deploys", () => {
    assert.deepEqual(messages({ ...sound, environments: { ...environments, deploy: ["production", "preview"] } }), [
      ["environments.deploy.1", "an environment other than those of preview: who looks and who deploys are kept apart"],
    ]);
  });

  it("refuse wildcards, in the repository and in an environment: they let others in", () => {
    for (const repository of ["example/*", "*/reference", "reference", "example/reference:ref"]) {
      assert.deepEqual(codes({ ...sound, repository }), [["repository", "invalid_format"]], repository);
    }
    assert.deepEqual(codes({ ...sound, environments: { ...environments, deploy: ["*"] } }), [["environments.deploy.0", "invalid_format"]]);
    assert.deepEqual(codes({ ...sound, environments: { ...environments, deploy: [] } }), [["environments.deploy", "too_small"]]);
  });

  it("take sessions of 1 to 12 hours", () => {
    for (const maxSessionHours of [1, 12]) assert.equal(codes({ ...sound, maxSessionHours }), undefined);
    assert.deepEqual(codes({ ...sound, maxSessionHours: 0 }), [["maxSessionHours", "too_small"]]);
    assert.deepEqual(codes({ ...sound, maxSessionHours: 13 }), [["maxSessionHours", "too_big"]]);
  });
});
