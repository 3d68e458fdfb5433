import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { bucketArn, bucketNameExpectation, uniqueBucketName } from "../../../components/internal/bucket-name";

const CHARACTERS = "3 or more lower-case letters, digits and hyphens, no hyphen first or last";
const PREFIXES = "a name that begins with none of xn--, sthree-, amzn-s3-demo-, which S3 keeps for itself";
const SUFFIXES =
  "a name that ends in none of -s3alias, --ol-s3, --x-s3, --table-s3, -an, which S3 keeps for itself";

describe("bucketNameExpectation", () => {
  for (const [name, expected] of [
    ["scholarship-documents", undefined],
    ["a1b", undefined],
    ["ab", CHARACTERS],
    ["Documents", CHARACTERS],
    ["-documents", CHARACTERS],
    ["documents-", CHARACTERS],
    ["my.documents", CHARACTERS],
    ["my_documents", CHARACTERS],
    ["xn--documents", PREFIXES],
    ["sthree-configurator", PREFIXES],
    ["amzn-s3-demo-bucket", PREFIXES],
    ["documents-s3alias", SUFFIXES],
    ["documents--ol-s3", SUFFIXES],
    ["documents--x-s3", SUFFIXES],
    ["documents--table-s3", SUFFIXES],
    ["documents-an", SUFFIXES],
  ] as const) {
    it(`${expected === undefined ? "takes" : "refuses"} ${name}`, () => {
      assert.equal(bucketNameExpectation(name), expected);
    });
  }
});

describe("uniqueBucketName", () => {
  it("ends in the account and the region", () => {
    assert.equal(
      uniqueBucketName("scholarship-documents", "123456789012", "eu-central-1"),
      "scholarship-documents-123456789012-eu-central-1",
    );
  });

  it("names two bases, or one base in two regions, differently, and never longer than S3 allows", () => {
    const base = fc.stringMatching(/^[a-wy-z][a-m0-9]{2,34}$/);
    fc.assert(
      fc.property(base, base, fc.constantFrom("eu-west-1", "ap-southeast-1"), (one, other, region) => {
        const name = uniqueBucketName(one, "123456789012", region);
        assert.ok(name.length <= 63);
        assert.equal(name === uniqueBucketName(other, "123456789012", region), one === other);
        assert.notEqual(name, uniqueBucketName(one, "123456789012", "eu-central-1"));
      }),
    );
  });

  it("refuses a name that is too long instead of cutting it", () => {
    assert.throws(() => uniqueBucketName("d".repeat(38), "123456789012", "eu-central-1"), {
      message: `the bucket name "${"d".repeat(38)}-123456789012-eu-central-1" has 64 characters, AWS allows 63: shorten groundwork:system.name or the name of the part`,
    });
  });

  it("refuses what S3 would refuse, with S3's rule", () => {
    assert.throws(() => uniqueBucketName("sthree-documents", "123456789012", "eu-central-1"), {
      message: `the bucket name "sthree-documents-123456789012-eu-central-1" is refused by S3: expected ${PREFIXES}`,
    });
  });
});

describe("bucketArn", () => {
  it("needs no region and no account", () => {
    assert.equal(bucketArn("documents"), "arn:aws:s3:::documents");
  });
});
