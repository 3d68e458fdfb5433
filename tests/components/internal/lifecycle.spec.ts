import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { ARCHIVE_CLASSES, lifecycleConfiguration, lifecycleExpectations } from "../../../components/internal/lifecycle";
import type { LifecycleTransition } from "../../../components/internal/lifecycle";

const rule = { prefix: "postgresql/", expirationDays: 365, noncurrentDays: 7 };
const expectations = (...transitions: LifecycleTransition[]) => lifecycleExpectations([{ ...rule, transitions }]);

describe("lifecycleExpectations", () => {
  it("has none for rules that S3 takes", () => {
    assert.deepEqual(lifecycleExpectations([rule, { prefix: "", noncurrentDays: 30 }]), []);
    assert.deepEqual(
      expectations({ afterDays: 30, storageClass: "STANDARD_IA" }, { afterDays: 60, storageClass: "GLACIER" }),
      [],
    );
  });

  it("wants one rule for a prefix", () => {
    assert.deepEqual(lifecycleExpectations([rule, rule]), ['one rule for "postgresql/"']);
  });

  it("wants 30 days before infrequent access, and 30 days in it", () => {
    assert.deepEqual(expectations({ afterDays: 29, storageClass: "STANDARD_IA" }), [
      'objects below "postgresql/" to move to STANDARD_IA after 30 days or later',
    ]);
    assert.deepEqual(
      expectations({ afterDays: 30, storageClass: "STANDARD_IA" }, { afterDays: 59, storageClass: "GLACIER" }),
      ['objects below "postgresql/" to move from STANDARD_IA to GLACIER on day 60 or later'],
    );
  });

  it("wants moves in order of days", () => {
    assert.deepEqual(
      expectations({ afterDays: 90, storageClass: "GLACIER" }, { afterDays: 90, storageClass: "DEEP_ARCHIVE" }),
      ['objects below "postgresql/" to move from GLACIER to DEEP_ARCHIVE on day 91 or later'],
    );
  });

  it("wants moves to colder classes only", () => {
    assert.deepEqual(
      expectations({ afterDays: 30, storageClass: "GLACIER" }, { afterDays: 90, storageClass: "STANDARD_IA" }),
      [
        'a move of "postgresql/" from GLACIER to a class further down: STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER, DEEP_ARCHIVE',
      ],
    );
  });

  it("wants an object to outlive its last move", () => {
    assert.deepEqual(expectations({ afterDays: 365, storageClass: "GLACIER" }), [
      'objects below "postgresql/" to expire after day 365, their last move',
    ]);
  });

  it("wants an object to outlive its lock, to the day", () => {
    const lock = { mode: "GOVERNANCE", days: 365 } as const;
    assert.deepEqual(lifecycleExpectations([rule], lock), []);
    assert.deepEqual(lifecycleExpectations([{ prefix: "", noncurrentDays: 1 }], lock), []);
    assert.deepEqual(lifecycleExpectations([{ ...rule, expirationDays: 364 }], lock), [
      'objects below "postgresql/" to expire on day 365 or later, when their lock ends',
    ]);
  });

  it("takes any descent that leaves 30 days for each step", () => {
    fc.assert(
      fc.property(fc.subarray([...ARCHIVE_CLASSES]), (classes) => {
        const transitions = classes.map((storageClass, index) => ({ afterDays: 30 * (index + 1), storageClass }));
        assert.deepEqual(expectations(...transitions), []);
      }),
    );
  });
});

describe("lifecycleConfiguration", () => {
  it("tidies up in a bucket without rules", () => {
    assert.deepEqual(lifecycleConfiguration([]), [
      {
        id: "housekeeping",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        expiration: { expiredObjectDeleteMarker: true },
      },
    ]);
  });

  it("writes a rule with all it can have", () => {
    const transitions = [{ afterDays: 30, storageClass: "STANDARD_IA" as const }];
    assert.deepEqual(lifecycleConfiguration([{ ...rule, transitions }]).slice(1), [
      {
        id: "postgresql",
        status: "Enabled",
        filter: { prefix: "postgresql/" },
        expiration: { days: 365 },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
        transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
      },
    ]);
  });

  it("writes a rule for the whole bucket that deletes nothing but old versions", () => {
    assert.deepEqual(lifecycleConfiguration([{ prefix: "", noncurrentDays: 90 }]).slice(1), [
      { id: "all-objects", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 90 } },
    ]);
  });
});
