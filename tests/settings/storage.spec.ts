import { strict as assert } from "node:assert";
import { problemsOf } from "../../settings/problems";
import { lifecycleRules, storageSchema } from "../../settings/storage";

const documents = {
  bucketName: "scholarship-documents",
  dataClass: "confidential",
  noncurrentRetentionDays: 90,
  replicateToBackupRegion: true,
  rules: [],
};

function problems(buckets: Record<string, unknown>) {
  const result = storageSchema.safeParse({ buckets });
  if (result.success) return [];
  return problemsOf("storage", { buckets }, result.error).map(({ key, expected }) => [
    key.replace("groundwork:storage.buckets.", ""),
    expected,
  ]);
}

describe("storage settings", () => {
  it("are sound as the fixture has them, with rules and without", () => {
    const { rules: _, ...bare } = documents;
    assert.deepEqual(problems({ documents, archive: { ...bare, bucketName: "scholarship-archive" } }), []);
  });

  for (const [what, change, expected] of [
    [
      "a name that S3 refuses",
      { bucketName: "Scholarship" },
      ["documents.bucketName", "3 or more lower-case letters, digits and hyphens, no hyphen first or last"],
    ],
    [
      "a name that leaves no room for account and region",
      { bucketName: "d".repeat(36) },
      ["documents.bucketName", "at most 35 characters"],
    ],
    [
      "an unknown data class",
      { dataClass: "secret" },
      ["documents.dataClass", "one of public, internal, confidential, restricted"],
    ],
    [
      "old versions that are gone at once",
      { noncurrentRetentionDays: 0 },
      ["documents.noncurrentRetentionDays", "at least 1"],
    ],
    [
      "rules that S3 refuses",
      { rules: [{ prefix: "exports/", transitions: [{ afterDays: 7, storageClass: "STANDARD_IA" }] }] },
      ["documents.rules", 'objects below "exports/" to move to STANDARD_IA after 30 days or later'],
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(problems({ documents: { ...documents, ...change } }), [expected]);
    });
  }

  it("refuse one name for two buckets", () => {
    assert.deepEqual(problems({ documents, copies: documents }), [
      ["copies.bucketName", "a name other than that of documents"],
    ]);
  });

  it("have no key for what is not to be weakened", () => {
    for (const key of ["versioning", "encryption", "publicAccess", "forceDestroy"]) {
      assert.deepEqual(problems({ documents: { ...documents, [key]: false } }), [
        [`documents.${key}`, "no such key; check the spelling against docs/settings.md"],
      ]);
    }
  });
});

describe("lifecycleRules", () => {
  it("keep old versions of all objects for the one time", () => {
    assert.deepEqual(
      lifecycleRules({ noncurrentRetentionDays: 90, rules: [{ prefix: "exports/", expirationDays: 7, transitions: [] }] }),
      [
        { prefix: "", noncurrentDays: 90 },
        { prefix: "exports/", expirationDays: 7, transitions: [], noncurrentDays: 90 },
      ],
    );
  });

  it("leave a rule for the whole bucket the only one of its prefix", () => {
    assert.deepEqual(
      lifecycleRules({ noncurrentRetentionDays: 90, rules: [{ prefix: "", expirationDays: 365, transitions: [] }] }),
      [{ prefix: "", expirationDays: 365, transitions: [], noncurrentDays: 90 }],
    );
  });
});
