import { strict as assert } from "node:assert";
import { DATABASE_FAMILIES, databaseMemoryGib } from "../../../components/internal/instance-classes";

describe("databaseMemoryGib", () => {
  const known: readonly (readonly [string, number])[] = [
    ["db.m7g.large", 8],
    ["db.m6i.4xlarge", 64],
    ["db.r7g.large", 16],
    ["db.r8g.16xlarge", 512],
    ["db.t4g.micro", 1],
    ["db.t4g.medium", 4],
    ["db.t3.2xlarge", 32],
  ];
  for (const [instanceClass, gib] of known) {
    it(`knows that ${instanceClass} has ${gib} GiB`, () => assert.equal(databaseMemoryGib(instanceClass), gib));
  }

  for (const instanceClass of ["", "m7g.large", "db.m7g", "db.m7g.micro", "db.t4g.4xlarge", "db.constructor.large", "cache.m7g.large"]) {
    it(`does not know "${instanceClass}"`, () => assert.equal(databaseMemoryGib(instanceClass), undefined));
  }

  it("lists every family that it knows", () => {
    assert.deepEqual(DATABASE_FAMILIES.filter((family) => databaseMemoryGib(`db.${family}.large`) === undefined), []);
  });
});
