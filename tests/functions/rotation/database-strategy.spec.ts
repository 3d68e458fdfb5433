import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseRoles } from "../../../components/database-roles";
import { connectionSecret } from "../../../functions/rotation/connection";
import type { DatabaseSecretPlan, RotationPlan } from "../../../functions/rotation/plan";
import { rotate } from "../../../functions/rotation/rotate";
import { build } from "../../helpers/graph";
import { MASTER, run, testServer } from "../../helpers/postgres";
import type { TestServer } from "../../helpers/postgres";
import { openSession, RotationWorld } from "../../helpers/rotation-world";

const ROLES = ["owner", "application", "migration", "monitoring"] as const;
type Role = (typeof ROLES)[number];
const usernames = { owner: "shop_owner", application: "shop_app", migration: "shop_migrate", monitoring: "shop_watch" };
const arnOf = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/${name}-AbC123`;
const MASTER_ID = "shop/production/database-master";
const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const DATABASE = "shop";

const secretPlan = (role: Role, more: Partial<DatabaseSecretPlan> = {}): DatabaseSecretPlan => ({
  kind: "database",
  username: usernames[role],
  clone: `${usernames[role]}_clone`,
  host: "primary",
  urlParameters: "",
  userSecretIds: {},
  services: ["api"],
  ...more,
});

/** On a real server, with the roles that the program makes. */
describe("rotation of a database role's credential", function () {
  this.timeout(60_000);
  let server: TestServer;
  let world: RotationWorld;
  let plan: RotationPlan;
  let tokens = 0;

  before(async () => {
    server = await testServer();
    const { resources } = await build(
      () =>
        new DatabaseRoles("roles", {
          databaseName: DATABASE,
          usernames,
          passwords: { owner: pulumi.secret("p-owner"), application: pulumi.secret("p-application"), migration: pulumi.secret("p-migration"), monitoring: pulumi.secret("p-monitoring") },
          alternates: {
            usernames: { owner: "shop_owner_clone", application: "shop_app_clone", migration: "shop_migrate_clone", monitoring: "shop_watch_clone" },
            passwords: { owner: pulumi.secret("q-owner"), application: pulumi.secret("q-application"), migration: pulumi.secret("q-migration"), monitoring: pulumi.secret("q-monitoring") },
          },
          masterUsername: MASTER.username,
          monitoringStatementTimeoutSeconds: 30,
          monitoringConnectionLimit: 5,
        }),
    );
    await run(server.provider, new Map(), resources);
  });
  after(async () => {
    await server.end();
  });

  beforeEach(async () => {
    for (const role of ROLES) {
      await server.server.asCloud("postgres", async (client) => {
        await client.query(`ALTER ROLE ${usernames[role]} PASSWORD 'p-${role}'`);
        await client.query(`ALTER ROLE ${usernames[role]}_clone PASSWORD 'q-${role}'`);
      });
    }
    world = new RotationWorld((login) => openSession(server.server.port, login));
    world.add(MASTER_ID, JSON.stringify(MASTER));
    for (const role of ROLES) {
      world.add(
        arnOf(`database-${role}`),
        connectionSecret({ username: usernames[role], password: `p-${role}`, host: "primary", port: 5432, databaseName: DATABASE, urlParameters: "" }),
      );
    }
    world.time = new Date("2026-01-02T00:00:00Z");
    world.running.api = [{ isPrimary: true, createdAt: world.time }];
    plan = {
      cluster: "cluster",
      database: { host: "primary", port: 5432, name: DATABASE, masterSecretId: MASTER_ID },
      secrets: Object.fromEntries(ROLES.map((role) => [`shop/production/database-${role}`, secretPlan(role)])),
    };
  });

  const application = arnOf("database-application");
  const step = (Step: string, token: string, SecretId = application) => rotate(world, plan, { SecretId, ClientRequestToken: token, Step });
  const rotation = async (SecretId = application) => {
    tokens += 1;
    world.time = new Date(world.time.getTime() + 90 * 86_400_000);
    world.begin(SecretId, `t${tokens}`);
    for (const each of STEPS) await step(each, `t${tokens}`, SecretId);
  };
  const secret = (id = application, stage = "AWSCURRENT"): Record<string, string> => JSON.parse(world.valueOf(id, stage) ?? "{}");
  const logsIn = async ({ username, password }: Record<string, string>) => {
    const [row] = await server.query(DATABASE, String(username), String(password), "SELECT session_user::text AS user");
    return row?.user;
  };
  const refused = (credential: Record<string, string>) => assert.rejects(logsIn(credential), /password authentication failed/);

  it("gives a new credential that works while the old one goes on working", async () => {
    const old = secret();
    await rotation();
    assert.equal(await logsIn(secret()), "shop_app_clone");
    assert.equal(await logsIn(old), "shop_app");
  });

  it("takes the credential before the current one away at the rotation after, and only then", async () => {
    const first = secret();
    await rotation();
    const second = secret();
    await rotation();
    assert.equal(secret().username, "shop_app");
    assert.equal(await logsIn(secret()), "shop_app");
    assert.equal(await logsIn(second), "shop_app_clone");
    await refused(first);
  });

  it("makes every form of the credential anew from one password", async () => {
    plan = { ...plan, secrets: { "shop/production/database-application": secretPlan("application", { host: "proxy", urlParameters: "pgbouncer=true&connection_limit=20" }) } };
    await rotation();
    const { password, ...rest } = secret();
    assert.match(String(password), /^[A-Za-z0-9]{40}$/);
    assert.deepEqual(rest, {
      username: "shop_app_clone",
      host: "proxy",
      port: 5432,
      dbname: "shop",
      url: `postgresql://shop_app_clone:${password}@proxy:5432/shop?pgbouncer=true&connection_limit=20&sslmode=require`,
      urlAsync: `postgresql+asyncpg://shop_app_clone:${password}@proxy:5432/shop?ssl=require`,
    });
    assert.ok(world.calls.includes("connect proxy shop_app_clone"), "tested where the tasks will connect");
  });

  for (const role of ROLES) {
    it(`gives both users of the ${role} role the same rights, on tables that are there and on those to come`, async () => {
      const id = arnOf(`database-${role}`);
      const before = secret(id);
      await rotation(id);
      const after = secret(id);
      const name = `t_${role}`;
      await server.query(DATABASE, "shop_migrate", "p-migration", `CREATE TABLE ${name} (n int)`).catch(() => undefined);
      const may = async ({ username, password }: Record<string, string>) => {
        const [row] = await server.query(
          DATABASE,
          String(username),
          String(password),
          `SELECT has_table_privilege('${name}', 'SELECT') AS reads, has_table_privilege('${name}', 'INSERT') AS writes,
                  has_schema_privilege('public', 'CREATE') AS creates, current_setting('statement_timeout') AS timeout`,
        );
        return row;
      };
      assert.deepEqual(await may(after), await may(before));
      const own = role === "owner" || role === "migration";
      assert.deepEqual(await may(after), { reads: true, writes: role !== "monitoring", creates: own, timeout: role === "monitoring" ? "30s" : "0" });
      await server.query(DATABASE, "shop_owner", "p-owner", `DROP TABLE ${name}`);
    });
  }

  it("lets tables that a migration's clone makes belong to the owner", async () => {
    const id = arnOf("database-migration");
    await rotation(id);
    const { username, password } = secret(id);
    await server.query(DATABASE, String(username), String(password), "CREATE TABLE made_by_clone (n int)");
    const [row] = await server.query(DATABASE, "shop_app", "p-application", "SELECT tableowner::text FROM pg_tables WHERE tablename = 'made_by_clone'");
    assert.equal(row?.tableowner, "shop_owner");
    assert.deepEqual(await server.query(DATABASE, "shop_app", "p-application", "SELECT * FROM made_by_clone"), []);
    await server.query(DATABASE, "shop_owner", "p-owner", "DROP TABLE made_by_clone");
  });

  for (const [index, at] of STEPS.entries()) {
    it(`comes to the same end when it is cut off after ${at} and all steps are called again`, async () => {
      const old = secret();
      world.time = new Date("2026-04-02T00:00:00Z");
      world.begin(application, "cut");
      for (const each of STEPS.slice(0, index + 1)) await step(each, "cut");
      const pending = secret(application, "AWSPENDING");
      for (const each of STEPS) await step(each, "cut");
      assert.deepEqual(secret(), pending);
      assert.equal(await logsIn(secret()), "shop_app_clone");
      assert.equal(await logsIn(old), "shop_app");
    });
  }

  it("leaves the current credential alone when it can't reach the database", async () => {
    const old = secret();
    world.begin(application, "broken");
    await step("createSecret", "broken");
    world.broken = "connect";
    await assert.rejects(step("setSecret", "broken"), /broken: connect primary/);
    world.broken = undefined;
    assert.deepEqual(secret(), old);
    assert.equal(await logsIn(old), "shop_app");
  });

  it("does not hand the password over in clear text, where a server log would keep it", async () => {
    const spoken: string[] = [];
    const listening = new RotationWorld(async (login) => {
      const session = await openSession(server.server.port, login);
      return { ...session, query: (sql, values) => { spoken.push(sql, ...(values ?? [])); return session.query(sql, values); } };
    });
    listening.add(MASTER_ID, JSON.stringify(MASTER));
    listening.add(application, world.valueOf(application) ?? "");
    listening.begin(application, "quiet");
    world = listening;
    for (const each of STEPS) await step(each, "quiet");
    assert.equal(await logsIn(secret()), "shop_app_clone");
    assert.ok(spoken.some((text) => text.includes("SCRAM-SHA-256$4096:")));
    assert.ok(!spoken.some((text) => text.includes(String(secret().password))));
  });

  it("first replaces tasks that may hold the credential before the current one, and changes no password until then", async () => {
    await rotation();
    const between = secret();
    world.running.api = [{ isPrimary: true, createdAt: new Date("2026-01-02T00:00:00Z") }];
    world.time = new Date("2026-07-01T00:00:00Z");
    world.begin(application, "early");
    await step("createSecret", "early");
    await assert.rejects(step("setSecret", "early"), /tasks of api may hold the credential before the current one/);
    assert.equal(await logsIn({ username: "shop_app", password: "p-application" }), "shop_app");
    assert.equal(world.calls.at(-1), "redeploy api in cluster");
    // The redeployment is over: the same version goes through.
    for (const each of STEPS) await step(each, "early");
    assert.equal(secret().username, "shop_app");
    assert.equal(await logsIn(between), "shop_app_clone");
  });

  it("waits while a service is being deployed: its old tasks are still there", async () => {
    world.running.api = [{ isPrimary: true, createdAt: new Date("2026-03-01T00:00:00Z") }, { isPrimary: false, createdAt: new Date("2026-02-01T00:00:00Z") }];
    world.begin(application, "busy");
    await step("createSecret", "busy");
    await assert.rejects(step("setSecret", "busy"), /api is being deployed; try again after that/);
    assert.equal(await logsIn({ username: "shop_app_clone", password: "q-application" }), "shop_app_clone");
  });

  it("keeps the secret of each user that a proxy reads, so that the proxy knows the old credential and the new one", async () => {
    const ids = { shop_app: "shop/production/user-a", shop_app_clone: "shop/production/user-b" };
    world.add(ids.shop_app, JSON.stringify({ username: "shop_app", password: "p-application" }));
    world.add(ids.shop_app_clone, JSON.stringify({ username: "shop_app_clone", password: "q-application" }));
    plan = { ...plan, secrets: { "shop/production/database-application": secretPlan("application", { userSecretIds: ids }) } };
    await rotation();
    const { username, password } = secret();
    assert.deepEqual(secret(ids.shop_app_clone), { username, password });
    assert.deepEqual(secret(ids.shop_app), { username: "shop_app", password: "p-application" });
    await rotation();
    assert.equal(secret(ids.shop_app).password, secret().password);
  });

  it("writes a proxy's secret also when it was cut off between the database and the secret", async () => {
    const ids = { shop_app: "shop/production/user-a", shop_app_clone: "shop/production/user-b" };
    world.add(ids.shop_app, "{}");
    world.add(ids.shop_app_clone, "{}");
    plan = { ...plan, secrets: { "shop/production/database-application": secretPlan("application", { userSecretIds: ids }) } };
    world.begin(application, "cut");
    await step("createSecret", "cut");
    world.broken = `put ${ids.shop_app_clone}`;
    await assert.rejects(step("setSecret", "cut"), /broken: put/);
    world.broken = undefined;
    await step("setSecret", "cut");
    assert.equal(secret(ids.shop_app_clone).password, secret(application, "AWSPENDING").password);
  });

  it("refuses a user that has not the rights of the role", async () => {
    const asCloud = (sql: string) => server.server.asCloud("postgres", (client) => client.query(sql));
    await asCloud("REVOKE shop_app FROM shop_app_clone");
    await asCloud("GRANT CONNECT ON DATABASE shop TO shop_app_clone");
    world.begin(application, "bare");
    await step("createSecret", "bare");
    await step("setSecret", "bare");
    await assert.rejects(step("testSecret", "bare"), /the user of the pending version has not the rights of shop_app/);
    await asCloud("REVOKE CONNECT ON DATABASE shop FROM shop_app_clone");
    await asCloud("GRANT shop_app TO shop_app_clone");
  });

  it("refuses a secret that somebody filled with another user", async () => {
    world.add(application, JSON.stringify({ username: "postgres", password: "x" }));
    world.begin(application, "odd");
    await assert.rejects(step("createSecret", "odd"), /the secret is for postgres, neither shop_app nor shop_app_clone/);
  });
});
