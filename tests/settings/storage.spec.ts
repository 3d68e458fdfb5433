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

  const records = { ...documents, bucketName: "scholarship-records" };
  const objectLock = { mode: "GOVERNANCE", days: 2557, legalBasis: "Tax code section 147" };

  it("take a lock on a bucket of records, with the law that it serves", () => {
    assert.deepEqual(problems({ documents, records: { ...records, objectLock } }), []);
    assert.deepEqual(problems({ documents, records: { ...records, objectLock: { ...objectLock, mode: "COMPLIANCE" } } }), []);
  });

  it("refuse a lock on the users' documents", () => {
    assert.deepEqual(problems({ documents: { ...documents, objectLock } }), [
      ["documents.objectLock", "no lock on the users' documents, which they may ask to have erased; lock a bucket of records instead"],
    ]);
  });

  it("refuse a retention that is shorter than the lock", () => {
    const rules = [{ prefix: "", expirationDays: 2556 }];
    assert.deepEqual(problems({ documents, records: { ...records, rules, objectLock } }), [
      ["records.rules", 'objects below "" to expire on day 2557 or later, when their lock ends'],
    ]);
    assert.deepEqual(problems({ documents, records: { ...records, rules: [{ prefix: "", expirationDays: 2557 }], objectLock } }), []);
  });

  it("refuse a lock without a law, a mode that S3 lacks, and more days than it takes", () => {
    const locked = (change: object) =>
      storageSchema
        .safeParse({ buckets: { records: { ...records, objectLock: { ...objectLock, ...change } } } })
        .error?.issues.map(({ path, code }) => [path.at(-1), code]);
    assert.deepEqual(locked({ legalBasis: undefined }), [["legalBasis", "invalid_type"]]);
    assert.deepEqual(locked({ legalBasis: "because of § 147" }), [["legalBasis", "invalid_format"]]);
    assert.deepEqual(locked({ mode: "LEGAL_HOLD" }), [["mode", "invalid_value"]]);
    assert.deepEqual(locked({ days: 0 }), [["days", "too_small"]]);
    assert.deepEqual(locked({ days: 36_501 }), [["days", "too_big"]]);
  });

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
