import { strict as assert } from "node:assert";
import { DatabaseLogs } from "../../components/database-logs";
import { build } from "../helpers/graph";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/logs";
const logs = (retentionDays: number) =>
  build(() => new DatabaseLogs("logs", { instanceIdentifier: "scholarship-production-database", retentionDays, keyArn: KEY }));

describe("DatabaseLogs", () => {
  it("makes the two groups that RDS will write to, encrypted and with an end", async () => {
    const graph = await logs(90);
    assert.deepEqual(
      graph.all("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs),
      ["postgresql", "upgrade"].map((log) => ({
        name: `/aws/rds/instance/scholarship-production-database/${log}`,
        retentionInDays: 90,
        kmsKeyId: KEY,
        tags: { DataClass: "restricted" },
      })),
    );
  });

  it("says what to export and where it lands", async () => {
    const published: unknown[] = [];
    await build(() => {
      const made = new DatabaseLogs("logs", { instanceIdentifier: "db", retentionDays: 30, keyArn: KEY });
      published.push(made.exports, made.logGroupNames);
    });
    assert.deepEqual(published, [
      ["postgresql", "upgrade"],
      ["/aws/rds/instance/db/postgresql", "/aws/rds/instance/db/upgrade"],
    ]);
  });

  it("refuses a retention that CloudWatch doesn't have", async () => {
    await assert.rejects(logs(91), /^Error: CloudWatch Logs keeps no log for 91 days; expected one of 1, 3, 5/);
  });
});
