import { strict as assert } from "node:assert";
import { problemsOf } from "../../settings/problems";
import { tasksSchema } from "../../settings/tasks";

const migrate = {
  imageOf: "backend",
  command: ["alembic", "upgrade", "head"],
  trigger: { kind: "before-deployment" },
  failureChannels: ["operations"],
  user: "1001:1001",
  cpu: { limitVcpu: 0.5 },
  memoryMib: { limit: 1024 },
  logRetentionDays: 90,
};
const problems = (change: object) => {
  const value = { migrate: { ...migrate, ...change } };
  const { error } = tasksSchema.safeParse(value);
  return error === undefined ? [] : problemsOf("tasks", value, error).map(({ key, expected }) => `${key}: ${expected}`);
};
const schedule = { kind: "schedule", expression: "cron(0 2 * * ? *)", timezone: "Europe/Berlin" };

describe("tasks settings", () => {
  it("are sound as the fixture has them, by the clock and by hand", () => {
    for (const trigger of [migrate.trigger, { kind: "by-hand" }, schedule, { ...schedule, flexibleWindowMinutes: 15 }]) {
      assert.deepEqual(problems({ trigger }), []);
    }
  });

  const key = "groundwork:tasks.migrate";
  for (const [change, expected] of [
    [{ imageOf: undefined }, `${key}.imageOf: either imageOf or image`],
    [{ image: "registry.example/app:1.0" }, `${key}.imageOf: either imageOf or image`],
    [{ capacity: "spot", trigger: { kind: "before-deployment" } }, `${key}.capacity: on-demand: a deployment waits for it`],
    [{ command: [] }, `${key}.command: at least 1 item`],
    [{ failureChannels: [] }, `${key}.failureChannels: at least 1 item`],
    [{ trigger: { ...schedule, expression: "0 2 * * *" } }, `${key}.trigger.expression: cron(minutes hours day-of-month month day-of-week year), six fields, or rate(1 hour)`],
    [{ trigger: { ...schedule, timezone: "Europe/Nowhere" } }, `${key}.trigger.timezone: an IANA time zone, such as Europe/Berlin or UTC`],
    [{ environment: { DB_PASSWORD: "hunter2" } }, `${key}.environment.DB_PASSWORD: DB_PASSWORD under secrets, not environment: by its name the value is a secret, and everybody can read this file`],
  ] as const) {
    it(`refuse ${JSON.stringify(change)}`, () => assert.deepEqual(problems(change), [expected]));
  }

  it("hold all tasks that send mail to one port, since they share one group of the firewall", () => {
    const value = { migrate: { ...migrate, smtpPort: 587 }, other: migrate, reminders: { ...migrate, smtpPort: 465 } };
    const { error } = tasksSchema.safeParse(value);
    assert.deepEqual(error === undefined ? [] : problemsOf("tasks", value, error).map(({ key: at, expected }) => `${at}: ${expected}`), [
      "groundwork:tasks.reminders.smtpPort: 587, as migrate has it: the tasks share one group of the firewall",
    ]);
  });
});
