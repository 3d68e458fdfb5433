import { strict as assert } from "node:assert";
import { z } from "zod";
import {
  ANALYZE,
  auditSecurity,
  createIndexes,
  REINDEX_DATABASE,
  reindexBloated,
  reportStatistics,
  RESET_STATISTICS,
  VACUUM,
  VACUUM_ANALYZE,
  VACUUM_FULL,
} from "../../../components/internal/database-job-scripts";
import type { AuditWishes } from "../../../components/internal/database-job-scripts";
import { databaseSandbox, OWNER, READER } from "../../helpers/database-sandbox";
import type { DatabaseSandbox } from "../../helpers/database-sandbox";

const SYSTEM = "operations-production";
const ORDERS = [
  { name: "idx_orders_status_date", table: "orders", columns: ["status", "created_at"], where: "status = 'pending'" },
  { name: "idx_orders_total", table: "orders", columns: ["total"] },
];
const AUDIT: AuditWishes = { schemas: ["public"], functions: "security-definer", accepted: [] };

const line = z.record(z.string(), z.unknown());
const lines = (stdout: string) => stdout.trim().split("\n").filter((text) => text.startsWith("{")).map((text) => line.parse(JSON.parse(text)));
const embedded = z.object({
  _aws: z.object({
    Timestamp: z.int(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.literal("Groundwork/Database"),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

/** Each script runs on a real PostgreSQL. That ECS starts it with these variables is for the component's spec to prove. */
describe("the scripts of the database jobs", function () {
  this.timeout(60_000);
  let sandbox: DatabaseSandbox;
  before(async () => {
    sandbox = await databaseSandbox();
    await sandbox.as(
      OWNER,
      "CREATE TABLE orders (id int PRIMARY KEY, status text, total int, created_at timestamptz DEFAULT now())",
      "INSERT INTO orders SELECT n, CASE n % 3 WHEN 0 THEN 'pending' ELSE 'done' END, (n * 7919) % 100003 FROM generate_series(1, 20000) n",
    );
  });
  after(() => sandbox.end());

  const isValid = (index: string) =>
    sandbox.rows(`SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('public.${index}')`);
  const fileOf = (index: string) => sandbox.rows(`SELECT relfilenode FROM pg_class WHERE relname = '${index}'`);

  describe("createIndexes", () => {
    it("makes what is missing, the partial index with its condition", async () => {
      const { code, stdout, stderr } = sandbox.run(createIndexes(ORDERS), OWNER);
      assert.deepEqual([code, stdout, stderr], [0, "making idx_orders_status_date\nmaking idx_orders_total\n", ""]);
      assert.deepEqual(await sandbox.rows("SELECT pg_get_indexdef('idx_orders_status_date'::regclass)"), [
        ["CREATE INDEX idx_orders_status_date ON public.orders USING btree (status, created_at) WHERE (status = 'pending'::text)"],
      ]);
      assert.equal((await sandbox.rows("SELECT FROM pg_stats WHERE tablename = 'orders' AND attname = 'status'")).length, 1);
    });

    it("changes nothing when it runs again", async () => {
      const before = await fileOf("idx_orders_total");
      const { code, stdout } = sandbox.run(createIndexes(ORDERS), OWNER);
      assert.deepEqual([code, stdout], [0, "idx_orders_status_date is there\nidx_orders_total is there\n"]);
      assert.deepEqual(await fileOf("idx_orders_total"), before);
    });

    it("makes an invalid index anew", async () => {
      await sandbox.asCloud("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_orders_total'::regclass");
      const { code, stdout } = sandbox.run(createIndexes(ORDERS), OWNER);
      assert.deepEqual([code, stdout], [0, "idx_orders_status_date is there\nidx_orders_total is invalid, making it anew\n"]);
      assert.deepEqual(await isValid("idx_orders_total"), [[true]]);
    });

    it("makes the others, and says which it could not make: no table yet, or another index of the name", async () => {
      await sandbox.as(OWNER, "DROP INDEX idx_orders_total");
      const { code, stdout, stderr } = sandbox.run(
        createIndexes([
          { name: "idx_users_email", table: "users", columns: ["email"] },
          { name: "idx_orders_status_date", table: "orders", columns: ["status"], where: "status = 'pending'" },
          { name: "idx_orders_status_date", table: "orders", columns: ["status", "created_at"] },
          { name: "idx_bad", table: "orders", columns: ["nothing"] },
          { name: "idx_orders_total", table: "orders", columns: ["total"] },
        ]),
        OWNER,
      );
      assert.equal(code, 1);
      assert.deepEqual(stderr.split("\n").filter((text) => text.startsWith("problem")), [
        "problem: the table users of idx_users_email is not there: have the migrations run?",
        "problem: there is another idx_orders_status_date: on another table, on other columns, or with another condition",
        "problem: there is another idx_orders_status_date: on another table, on other columns, or with another condition",
        "problem: idx_bad could not be made",
      ]);
      assert.match(stdout, /^making idx_orders_total$/m);
      assert.deepEqual(await isValid("idx_orders_total"), [[true]]);
    });

    it("gives up when a lock is held for too long, and mends what that left when it runs again", async () => {
      await sandbox.as(OWNER, "DROP INDEX idx_orders_total");
      const held = sandbox.as(OWNER, "BEGIN", "LOCK TABLE orders IN SHARE MODE", "SELECT pg_sleep(3)", "COMMIT");
      await new Promise((resolve) => setTimeout(resolve, 300));
      const only = ORDERS.slice(1);
      const { code, stderr } = sandbox.run(createIndexes(only), OWNER, { LOCK_TIMEOUT_SECONDS: "1" });
      assert.equal(code, 1);
      assert.match(stderr, /canceling statement due to lock timeout/);
      await held;
      assert.equal(sandbox.run(createIndexes(only), OWNER).code, 0);
      assert.deepEqual(await isValid("idx_orders_total"), [[true]]);
    });
  });

  describe("reindexBloated", () => {
    const measure = { PGUSER_MEASURE: READER.username, PGPASSWORD_MEASURE: READER.password };

    it("builds a fragmented index anew, and then leaves it", async () => {
      // Keys that come in no order split the leaves all over the index.
      await sandbox.as(
        OWNER,
        "CREATE TABLE jumbled (id int)",
        "CREATE INDEX idx_jumbled ON jumbled (id)",
        "INSERT INTO jumbled SELECT (n * 7919) % 100003 FROM generate_series(1, 30000) n",
      );
      const script = reindexBloated(["idx_jumbled"], 20);
      const first = sandbox.run(script, OWNER, measure);
      assert.equal(first.stderr, "");
      assert.match(first.stdout, /^idx_jumbled: [2-9]\d(\.\d+)? percent are out of order, building it anew\n$/);
      assert.equal(first.code, 0);
      const file = await fileOf("idx_jumbled");
      assert.match(sandbox.run(script, OWNER, measure).stdout, /^idx_jumbled: \d(\.\d+)? percent are out of order, left as it is\n$/);
      assert.deepEqual(await fileOf("idx_jumbled"), file);
    });

    it("leaves an empty index, and reports one that is not there", async () => {
      await sandbox.as(OWNER, "CREATE TABLE empty_one (id int)", "CREATE INDEX idx_empty ON empty_one (id)");
      const { code, stdout, stderr } = sandbox.run(reindexBloated(["idx_empty", "idx_orders_status"], 20), OWNER, measure);
      assert.equal(stdout, "idx_empty: 0 percent are out of order, left as it is\n");
      assert.deepEqual([code, stderr], [1, "problem: there is no index idx_orders_status\n"]);
    });
  });

  describe("REINDEX_DATABASE", () => {
    it("builds every index anew and drops what an earlier run left behind", async () => {
      await sandbox.as(OWNER, "CREATE INDEX orders_pkey_ccnew ON orders (id)");
      await sandbox.asCloud("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_pkey_ccnew'::regclass");
      const before = await fileOf("orders_pkey");
      const { code, stdout } = sandbox.run(REINDEX_DATABASE, OWNER);
      assert.deepEqual(
        [code, stdout],
        [0, "drop index concurrently if exists public.orders_pkey_ccnew\nall indexes of app are new\n"],
      );
      assert.deepEqual(await isValid("orders_pkey_ccnew"), []);
      assert.notDeepEqual(await fileOf("orders_pkey"), before);
    });
  });

  describe("the vacuums", () => {
    const counted = async (column: string) =>
      Number((await sandbox.rows(`SELECT ${column} FROM pg_stat_user_tables WHERE relname = 'orders'`)).flat()[0]);

    it("VACUUM and ANALYZE do one each, VACUUM_ANALYZE both", async () => {
      for (const [script, vacuums, analyzes] of [[VACUUM, 1, 0], [ANALYZE, 0, 1], [VACUUM_ANALYZE, 1, 1]] as const) {
        const before = [await counted("vacuum_count"), await counted("analyze_count")];
        assert.equal(sandbox.run(script, OWNER).code, 0);
        await new Promise((resolve) => setTimeout(resolve, 100));
        assert.deepEqual([await counted("vacuum_count"), await counted("analyze_count")], [Number(before[0]) + vacuums, Number(before[1]) + analyzes]);
      }
    });

    it("VACUUM_FULL rewrites the tables of schema public", async () => {
      const before = await fileOf("orders");
      const { code, stdout } = sandbox.run(VACUUM_FULL, OWNER);
      assert.equal(code, 0);
      assert.match(stdout, /^vacuum \(full, analyze\) public\.orders$/m);
      assert.notDeepEqual(await fileOf("orders"), before);
    });

    it("RESET_STATISTICS fails for a role that may not", () => {
      const { code, stderr } = sandbox.run(RESET_STATISTICS, OWNER);
      assert.equal(code, 1);
      assert.match(stderr, /permission denied for function pg_stat_reset/);
    });

    it("none begins when the time is over", () => {
      const { code, stderr } = sandbox.run(VACUUM, OWNER, { MAX_MINUTES: "0" });
      assert.deepEqual([code, stderr], [1, "the 0 minutes of this job are over\n"]);
    });
  });

  describe("reportStatistics", () => {
    it("publishes connections by state, sizes and the slowest statement, and lists statements without their constants", async () => {
      await sandbox.as(
        OWNER,
        "ALTER ROLE CURRENT_USER PASSWORD 'owner-password'",
        "SELECT count(*) FROM orders WHERE status = 'a-constant'",
      );
      const { code, stdout, stderr } = sandbox.run(reportStatistics(SYSTEM, { tables: 2, queries: 10, orderQueriesBy: "mean-time" }), READER);
      assert.deepEqual([code, stderr], [0, ""]);
      const all = lines(stdout);
      const metrics = all.filter((entry) => "_aws" in entry);
      for (const entry of metrics) {
        const [directive] = embedded.parse(entry)._aws.CloudWatchMetrics;
        for (const name of [...(directive?.Dimensions.flat() ?? []), ...(directive?.Metrics ?? []).map(({ Name }) => Name)]) {
          assert.ok(name in entry, name);
        }
        assert.equal(entry["System"], SYSTEM);
      }
      assert.deepEqual(metrics.flatMap((entry) => ("Connections" in entry ? [entry["State"]] : [])), [
        "active",
        "idle",
        "idle in transaction",
        "idle in transaction (aborted)",
      ]);
      assert.equal(metrics.find((entry) => entry["State"] === "active")?.["Connections"], 1);
      assert.deepEqual(metrics.flatMap((entry) => ("TableBytes" in entry ? [entry["Table"]] : [])), ["public.orders", "public.jumbled"]);
      assert.ok(metrics.some((entry) => Number(entry["DatabaseBytes"]) > 1_000_000));
      assert.ok(metrics.some((entry) => Number(entry["SlowestMeanMilliseconds"]) > 0));
      const slow = all.filter((entry) => "slowQuery" in entry);
      assert.ok(slow.some((entry) => entry["slowQuery"] === "SELECT count(*) FROM orders WHERE status = $1"));
      assert.ok(slow.length <= 10);
      assert.doesNotMatch(stdout, /owner-password|a-constant/);
      const means = slow.map((entry) => Number(entry["meanMilliseconds"]));
      assert.deepEqual(means, means.toSorted((a, b) => b - a));
    });

    it("needs no pg_stat_statements where no statement is asked for", () => {
      const script = reportStatistics(SYSTEM, { tables: 1, queries: 0, orderQueriesBy: "total-time" });
      assert.doesNotMatch(script, /pg_stat_statements/);
      assert.equal(sandbox.run(script, READER).code, 0);
    });

    it("lists by the total time where that is asked for", () => {
      assert.match(reportStatistics(SYSTEM, { tables: 1, queries: 20, orderQueriesBy: "total-time" }), /order by total_exec_time desc limit 20/);
    });
  });

  describe("auditSecurity", () => {
    const audit = (change: Partial<AuditWishes> = {}) => {
      const { code, stdout, stderr } = sandbox.run(auditSecurity(SYSTEM, { ...AUDIT, ...change }), READER);
      assert.deepEqual([code, stderr], [0, ""]);
      const all = lines(stdout);
      const { System: _, _aws: __, ...counts } = all.find((entry) => "_aws" in entry) ?? {};
      return { counts, all, findings: all.flatMap(({ finding, name, accepted }) => (finding === undefined ? [] : [[finding, name, accepted]])) };
    };
    before(async () => {
      await sandbox.as(
        OWNER,
        "DROP TABLE jumbled, empty_one",
        "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own_orders ON orders FOR SELECT USING (status = 'pending')",
        "CREATE TABLE open_to_all (id int)",
        "CREATE SCHEMA hidden CREATE TABLE hidden.internal (id int)",
        "CREATE FUNCTION fixed() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'",
        "CREATE FUNCTION loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "CREATE FUNCTION invoker() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      );
    });

    it("finds exactly the table without row-level security and the function without a search_path", () => {
      const { counts, findings } = audit();
      assert.deepEqual(findings, [
        ["function without its own search_path", "public.loose", false],
        ["table without row-level security", "public.open_to_all", false],
      ]);
      assert.deepEqual(counts, { SecurityFindings: 2, TablesWithoutRowSecurity: 1, FunctionsWithoutSearchPath: 1, RowSecurityPolicies: 1 });
    });

    it("lists the policies for whoever reviews them", () => {
      assert.deepEqual(audit().all.filter((entry) => "policy" in entry), [
        {
          policy: "own_orders",
          table: "public.orders",
          permissive: "PERMISSIVE",
          roles: ["public"],
          command: "SELECT",
          using: "(status = 'pending'::text)",
          check: null,
        },
      ]);
    });

    it("counts functions with the caller's rights too, and other schemas, where that is asked for", () => {
      assert.deepEqual(audit({ functions: "all" }).findings.map(([, name]) => name), ["public.invoker", "public.loose", "public.open_to_all"]);
      assert.deepEqual(audit({ schemas: ["hidden", "public"] }).counts["TablesWithoutRowSecurity"], 2);
    });

    it("names what is accepted and does not count it", async () => {
      const { counts, findings } = audit({ accepted: ["public.loose", "public.open_to_all"] });
      assert.equal(counts["SecurityFindings"], 0);
      assert.deepEqual(findings.map(([, , accepted]) => accepted), [true, true]);
      await sandbox.as(OWNER, "ALTER FUNCTION loose() SET search_path = ''", "ALTER TABLE open_to_all ENABLE ROW LEVEL SECURITY");
      assert.equal(audit().counts["SecurityFindings"], 0);
    });
  });
});
