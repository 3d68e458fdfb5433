import { strict as assert } from "node:assert";
import { databaseJobsSchema, enabledJobs } from "../../settings/database-jobs";

const times = { schedule: "cron(0 2 ? * SUN *)", maintenanceWindow: "inside", maxMinutes: 110, lockTimeoutSeconds: 30 };
const sound = {
  timezone: "UTC",
  failureChannels: ["database"],
  task: {
    image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/backup-jobs:1.0.0",
    certificateBundle: "/etc/ssl/rds/global-bundle.pem",
    limitVcpu: 0.25,
    memoryMib: 512,
    logRetentionDays: 90,
  },
  jobs: { vacuum: { kind: "vacuum-analyze", ...times } },
};
const index = { name: "idx_orders_status_date", table: "orders", columns: ["status", "created_at"], where: "status = 'pending'" };
const withJob = (job: object) => ({ ...sound, jobs: { job: { ...times, ...job } } });
const messages = (value: unknown) =>
  databaseJobsSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const paths = (value: unknown) => databaseJobsSchema.safeParse(value).error?.issues.map(({ path }) => path.join("."));

describe("database job settings", () => {
  for (const job of [
    ...["analyze", "vacuum", "vacuum-analyze", "reindex-database"].map((kind) => ({ kind })),
    { kind: "reindex-bloated", indexes: ["idx_a"], maxFragmentationPercent: 20 },
    { kind: "create-indexes", indexes: [index, { name: "idx_total", table: "orders", columns: ["total"] }] },
    { kind: "statistics", tables: 10, queries: 0, orderQueriesBy: "mean-time" },
    { kind: "security-audit", schemas: ["public"], functions: "all", channels: ["security"] },
    { kind: "dangerously-vacuum-full", enabled: true },
    { kind: "dangerously-reset-statistics", enabled: true },
  ]) {
    it(`are sound for ${job.kind}`, () => assert.equal(messages(withJob(job)), undefined));
  }

  it("require what no document gives: every time, place and channel", () => {
    assert.deepEqual(paths({}), ["timezone", "failureChannels", "task", "jobs"]);
    assert.deepEqual(paths({ ...sound, jobs: { vacuum: { kind: "vacuum" } } }), [
      "jobs.vacuum.schedule",
      "jobs.vacuum.maintenanceWindow",
      "jobs.vacuum.maxMinutes",
      "jobs.vacuum.lockTimeoutSeconds",
    ]);
  });

  it("leave the dangerous jobs off where nobody turns them on, and make the others", () => {
    const { jobs } = databaseJobsSchema.parse({
      ...sound,
      jobs: {
        full: { kind: "dangerously-vacuum-full", ...times },
        reset: { kind: "dangerously-reset-statistics", enabled: false, ...times },
        vacuum: { kind: "vacuum", ...times },
      },
    });
    assert.deepEqual(enabledJobs(jobs).map(([name]) => name), ["vacuum"]);
    const on = databaseJobsSchema.parse(withJob({ kind: "dangerously-reset-statistics", enabled: true }));
    assert.deepEqual(enabledJobs(on.jobs).map(([name]) => name), ["job"]);
  });

  it("let a full vacuum run in the maintenance window only", () => {
    const full = { kind: "dangerously-vacuum-full", maintenanceWindow: "anytime" };
    assert.deepEqual(messages(withJob({ ...full, enabled: true })), [
      ["jobs.job.maintenanceWindow", "inside: every table is locked while it is rewritten"],
    ]);
    assert.equal(messages(withJob({ ...full, enabled: false })), undefined);
  });

  it("refuse a schedule that EventBridge would refuse, and a job of an unknown kind", () => {
    assert.deepEqual(paths(withJob({ kind: "vacuum", schedule: "0 2 * * *" })), ["jobs.job.schedule"]);
    assert.deepEqual(paths(withJob({ kind: "vacuum-full" })), ["jobs.job.kind"]);
  });

  it("take a condition that is one, and no second statement", () => {
    const where = (text: string) => messages(withJob({ kind: "create-indexes", indexes: [{ ...index, where: text }] }));
    assert.equal(where("deleted_at is null and status in ('a', 'b')"), undefined);
    assert.deepEqual(where("true; drop table orders"), [["jobs.job.indexes.0.where", "a condition without a semicolon"]]);
    for (const text of ["true -- and more", "true /* and"]) {
      assert.deepEqual(where(text), [["jobs.job.indexes.0.where", "a condition without a comment"]]);
    }
  });

  it("take plain names of indexes, tables and jobs, each index once", () => {
    assert.deepEqual(paths(withJob({ kind: "create-indexes", indexes: [{ ...index, table: 'orders"; drop' }] })), ["jobs.job.indexes.0.table"]);
    assert.deepEqual(messages(withJob({ kind: "create-indexes", indexes: [index, index] })), [["jobs.job.indexes", "indexes with names that differ"]]);
    assert.deepEqual(paths({ ...sound, jobs: { Vacuum: sound.jobs.vacuum } }), ["jobs.Vacuum"]);
  });

  it("want a reason for what an audit accepts", () => {
    const audit = { kind: "security-audit", schemas: ["public"], functions: "all", channels: ["security"] };
    assert.deepEqual(messages(withJob({ ...audit, accepted: { "public.a": "" } })), [["jobs.job.accepted.public.a", "a reason of 10 or more characters"]]);
    assert.deepEqual(paths(withJob({ ...audit, accepted: { a: "Everybody may read it." } })), ["jobs.job.accepted.a"]);
    assert.deepEqual(messages(withJob({ ...audit, channels: [] })), [["jobs.job.channels", "at least one channel"]]);
  });
});
