import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFloors } from "../../policy/floors";
import { findSystem, systemsOf } from "../../rehearsal/systems";
import { FLOORS as floors } from "../helpers/floors";
import { ROOT } from "../helpers/source";


describe("the floors of a stack", () => {
  it("are taken as they are given", () => {
    assert.deepEqual(readFloors(floors), floors);
    assert.deepEqual(readFloors({ ...floors, containerUser: "1001:1001" }), { ...floors, containerUser: "1001:1001" });
  });

  it("are refused where there are none, with the option that gives them", () => {
    assert.throws(() => readFloors({}), /there are no floors to judge by: .*--policy-pack-config policy-floors\.<stack>\.json/);
  });

  it("are refused with an unknown key, which names it", () => {
    assert.throws(() => readFloors({ ...floors, minimumTask: 1 }), /floors: Unrecognized key: "minimumTask"/);
  });

  it("give a reason for each capability that the system lacks, and know no other", () => {
    const lacks = { cache: "the system keeps nothing in memory" };
    assert.deepEqual(readFloors({ ...floors, lacks }).lacks, lacks);
    assert.throws(() => readFloors({ ...floors, lacks: { cache: "none" } }), /lacks\.cache: a sentence that says why, of 20 characters or more/);
    assert.throws(() => readFloors({ ...floors, lacks: { firewall: "nobody attacks this system" } }), /Unrecognized key: "firewall"/);
  });

  it("take what only some documents ask for, and nothing that they can't mean", () => {
    const asked = { rotationDays: { "api-key": 30 }, retentionDays: { application: { exactly: 30 }, audit: 2557 }, requiredHeaders: { "X-Frame-Options": "DENY" } };
    assert.deepEqual(readFloors({ ...floors, ...asked }), { ...floors, ...asked });
    for (const wrong of [
      { rotationDays: { password: 30 } },
      { retentionDays: { application: 0 } },
      { retentionDays: { applications: 30 } },
      { requiredHeaders: { "Strict-Transport-Security": "max-age=1" } },
      { requiredHeaders: { "X-Frame-Options": "" } },
      { rateLimits: [{ requests: 100, windowSeconds: 60 }] },
      { ownsAccount: "yes" },
      { readReplicas: 0 },
      { copiedBuckets: ["backups"] },
      { copiedBuckets: { backups: "follows" } },
      { unscaled: { web: "it is small" } },
    ]) {
      assert.throws(() => readFloors({ ...floors, ...wrong }), /the floors can't be used:/, JSON.stringify(wrong));
    }
  });

  for (const key of Object.keys(floors)) {
    it(`are refused without ${key}: there is no default to fall to`, () => {
      const others = Object.fromEntries(Object.entries(floors).filter(([name]) => name !== key));
      assert.throws(() => readFloors(others), new RegExp(`  - ${key}: `));
    });
  }

  for (const [key, value] of [
    ["databaseBackupDays", 0],
    ["logRetentionDays", 1.5],
    ["allowedRegions", []],
    ["tlsVersion", "1.1"],
    ["profile", "staging"],
  ] as const) {
    it(`are refused with ${key} = ${JSON.stringify(value)}`, () => {
      assert.throws(() => readFloors({ ...floors, [key]: value }), new RegExp(`  - ${key}: `));
    });
  }

  for (const system of [undefined, ...systemsOf(ROOT)].map((name) => findSystem(ROOT, name))) {
    for (const stack of system.stacks) {
      it(`are committed for ${system.project} ${stack}, and give nothing but floors`, () => {
        const file = join(system.folder, `policy-floors.${stack}.json`);
        assert.ok(existsSync(file), `${file} is missing`);
        const { checklist, ...others } = JSON.parse(readFileSync(file, "utf8"));
        assert.deepEqual(others, {}, "a key beside the checklist could switch a policy off");
        assert.equal(readFloors(checklist).profile, stack === "production" ? "production" : "non-production");
      });
    }
  }
});
