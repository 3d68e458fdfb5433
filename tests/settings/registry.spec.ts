import { strict as assert } from "node:assert";
import { registrySchema } from "../../settings/registry";

const sound = { repositories: ["scholarship-backend", "team/app"], keepImages: 30, keepUntaggedDays: 7 };
const messages = (change: object) =>
  registrySchema.safeParse({ ...sound, ...change }).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("registry settings", () => {
  it("are sound as the fixture has them, and for a stack that owns no repository", () => {
    assert.equal(messages({}), undefined);
    assert.equal(messages({ repositories: [] }), undefined);
  });

  it("refuse a name that ECR refuses", () => {
    assert.deepEqual(messages({ repositories: ["Backend"] }), [
      ["repositories.0", "lower-case letters and digits, parted by . _ / or -"],
    ]);
  });

  it("refuse the same repository twice", () => {
    assert.deepEqual(messages({ repositories: ["a", "a"] }), [["repositories", "names that differ"]]);
  });
});
