import { strict as assert } from "node:assert";
import { accountSchema } from "../../settings/account";

const sound = {
  id: "123456789012",
  region: "eu-central-1",
  backupRegion: "eu-west-1",
  allowedRegions: ["eu-central-1", "eu-west-1"],
};
const messages = (value: unknown) => accountSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("account settings", () => {
  it("are sound as the fixture has them", () => {
    assert.equal(messages(sound), undefined);
  });

  it("refuse an account id that lost its leading zero to YAML", () => {
    assert.deepEqual(messages({ ...sound, id: "12345678901" }), [["id", "an AWS account id of 12 digits, in quotes"]]);
  });

  it("refuse a backup region that is the region itself", () => {
    assert.deepEqual(messages({ ...sound, backupRegion: "eu-central-1" }), [
      ["backupRegion", "a region other than eu-central-1: a copy beside the original is lost with it"],
    ]);
  });

  it("refuse a region in which data may not rest", () => {
    assert.deepEqual(messages({ ...sound, allowedRegions: ["eu-central-1"] }), [
      ["backupRegion", "one of groundwork:account.allowedRegions: eu-central-1"],
    ]);
  });
});
