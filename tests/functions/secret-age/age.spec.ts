import { strict as assert } from "node:assert";
import { reportAges } from "../../../functions/secret-age/age";

const DAY = 86_400_000;
const now = new Date("2026-06-01T12:00:00Z");
const since = (days: number) => new Date(now.getTime() - days * DAY);

describe("age of secrets", () => {
  it("counts the days beyond those that the class allows, for each secret", async () => {
    const ages: Record<string, Date> = { "shop/production/smtp": since(29.5), "shop/production/payments": since(33.2), "shop/production/database-owner": since(90) };
    const found = await reportAges({ valueSince: async (name) => ages[name] ?? now, now: () => now, log: () => undefined }, "shop-production", {
      "api-key": { everyDays: 30, names: ["shop/production/smtp", "shop/production/payments"] },
      database: { everyDays: 90, names: ["shop/production/database-owner"] },
    });
    assert.deepEqual(found, [
      { secretClass: "api-key", name: "shop/production/smtp", daysOverdue: -1 },
      { secretClass: "api-key", name: "shop/production/payments", daysOverdue: 3 },
      { secretClass: "database", name: "shop/production/database-owner", daysOverdue: 0 },
    ]);
  });

  it("writes each age in the form that CloudWatch reads as a metric, with the name of the secret and not its value", async () => {
    const lines: string[] = [];
    await reportAges({ valueSince: async () => since(31), now: () => now, log: (line) => lines.push(line) }, "shop-production", {
      "api-key": { everyDays: 30, names: ["shop/production/smtp"] },
    });
    assert.deepEqual(lines.map((line): unknown => JSON.parse(line)), [
      {
        _aws: {
          Timestamp: now.getTime(),
          CloudWatchMetrics: [
            { Namespace: "Groundwork/Secrets", Dimensions: [["System", "SecretClass"]], Metrics: [{ Name: "DaysOverdue", Unit: "None" }] },
          ],
        },
        System: "shop-production",
        SecretClass: "api-key",
        DaysOverdue: 1,
        secret: "shop/production/smtp",
      },
    ]);
  });
});
