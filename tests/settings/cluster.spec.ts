import { strict as assert } from "node:assert";
import { LOG_RETENTION_DAYS } from "../../components/internal/log-retention";
import { clusterSchema } from "../../settings/cluster";
import { problemsOf } from "../../settings/problems";

const problems = (value: object) => {
  const { error } = clusterSchema.safeParse(value);
  return error === undefined ? [] : problemsOf("cluster", value, error).map(({ key, expected }) => `${key}: ${expected}`);
};

describe("cluster settings", () => {
  it("take each of CloudWatch's steps", () => {
    for (const execLogRetentionDays of LOG_RETENTION_DAYS) assert.deepEqual(problems({ execLogRetentionDays }), []);
  });

  it("refuse a number of days that CloudWatch would refuse, and list those it takes", () => {
    const expected = `groundwork:cluster.execLogRetentionDays: one of ${LOG_RETENTION_DAYS.join(", ")}`;
    assert.deepEqual(problems({ execLogRetentionDays: 100 }), [expected]);
    assert.deepEqual(problems({}), [expected]);
  });
});
