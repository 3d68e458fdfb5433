import { strict as assert } from "node:assert";
import { checkLogRetention, LOG_RETENTION_DAYS } from "../../../components/internal/log-retention";

describe("checkLogRetention", () => {
  it("takes each of CloudWatch's steps", () => {
    for (const days of LOG_RETENTION_DAYS) checkLogRetention(days);
  });

  it("refuses a number between the steps, and 0, which would mean for ever", () => {
    for (const days of [0, 2, 31, 3654]) {
      assert.throws(() => checkLogRetention(days), new RegExp(`^Error: CloudWatch Logs keeps no log for ${days} days; expected one of 1, 3`));
    }
  });
});
