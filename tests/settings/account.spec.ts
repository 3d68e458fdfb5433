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

  const inGermany = { ...sound, region: "eu-central-1", allowedRegions: ["eu-central-1", "eu-west-1"] };
  const exception = { reason: "AWS has no region in the country", approvedBy: "The ministry" };

  it("take a residency that every region keeps", () => {
    assert.equal(messages({ ...inGermany, residency: { countries: ["DE", "IE"] } }), undefined);
  });

  it("refuse a region of another country, unless somebody answers for it with a reason", () => {
    assert.deepEqual(messages({ ...inGermany, residency: { countries: ["DE"] } }), [
      ["allowedRegions", "regions of DE, or groundwork:account.residency.exception with a reason: eu-west-1 lies in IE"],
    ]);
    assert.equal(messages({ ...inGermany, residency: { countries: ["PH"], exception } }), undefined);
  });

  it("refuse a region that nobody knows the country of", () => {
    const allowedRegions = [...sound.allowedRegions, "ap-nowhere-1"];
    assert.deepEqual(messages({ ...sound, allowedRegions, residency: { countries: ["DE", "IE"] } }), [
      [
        "allowedRegions",
        "regions of DE, IE, or groundwork:account.residency.exception with a reason: ap-nowhere-1 lies in a country that is not known here",
      ],
    ]);
  });

  it("refuse an exception that nothing needs, and one without a reason or a name", () => {
    assert.deepEqual(messages({ ...inGermany, residency: { countries: ["DE", "IE"], exception } }), [
      ["residency.exception", "no exception: every allowed region lies in DE, IE"],
    ]);
    const paths = (residency: unknown) => accountSchema.safeParse({ ...inGermany, residency }).error?.issues.map(({ path }) => path.join("."));
    assert.deepEqual(paths({ countries: ["PH"], exception: { reason: "because", approvedBy: "" } }), [
      "residency.exception.reason",
      "residency.exception.approvedBy",
    ]);
    assert.deepEqual(paths({ countries: ["Philippines"], exception }), ["residency.countries.0"]);
  });
});
