import { strict as assert } from "node:assert";
import type { Provider } from "../../../rehearsal/provider/provider";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import type { Properties } from "../../../rehearsal/provider/struct";
import { create, drift, MASTER, subjectOf, testServer } from "../../helpers/postgres";
import type { TestServer } from "../../helpers/postgres";

const ROLE = "postgresql:index/role:Role";
const DATABASE = "postgresql:index/database:Database";
const GRANT = "postgresql:index/grant:Grant";
const DEFAULT_PRIVILEGES = "postgresql:index/defaultPrivileges:DefaultPrivileges";
const GRANT_ROLE = "postgresql:index/grantRole:GrantRole";
const SCHEMA = "postgresql:index/schema:Schema";
const EXTENSION = "postgresql:index/extension:Extension";
const subject = (type: string) => subjectOf({ type, name: "it" });

describe("the rehearsal's postgresql provider", () => {
  let database: TestServer;
  let provider: Provider;
  before(async () => {
    database = await testServer();
    provider = database.provider;
  });
  after(() => database.end());

  const failures = async (type: string, inputs: Properties) => (await provider.check(subject(type), inputs, undefined)).failures;
  const changes = async (type: string, old: Properties, inputs: Properties) =>
    Object.fromEntries(await provider.diff(subject(type), { id: "it", outputs: old, inputs: old }, inputs));
  const make = (type: string, inputs: Properties) => create(provider, { type, name: "it", inputs });
  const driftOf = (type: string, known: Awaited<ReturnType<typeof make>>) => drift(provider, { type, name: "it" }, known);
  const asMaster = (sql: string, name = "postgres") => database.query(name, MASTER.username, MASTER.password, sql);

  describe("check", () => {
    const grant = { database: "d", role: "r", objectType: "table", schema: "public", privileges: ["SELECT"] };

    it("takes what is right, also while a value is still unknown", async () => {
      assert.deepEqual(await failures(GRANT, grant), []);
      assert.deepEqual(await failures(GRANT, { ...grant, privileges: UNKNOWN, role: UNKNOWN }), []);
      assert.deepEqual(await failures(ROLE, { name: "r", connectionLimit: UNKNOWN }), []);
    });

    it("names a property that is missing, misspelt or of the wrong type", async () => {
      assert.deepEqual(await failures(ROLE, {}), [{ property: "name", reason: "it is required" }]);
      assert.deepEqual(await failures(ROLE, { name: "r", conectionLimit: 3 }), [
        { property: "conectionLimit", reason: "the rehearsal's PostgreSQL has no such property" },
      ]);
      assert.deepEqual((await failures(ROLE, { name: "r", connectionLimit: "3" })).map(({ property }) => property), ["connectionLimit"]);
    });

    it("refuses a privilege that the kind of object does not have", async () => {
      assert.deepEqual(await failures(GRANT, { ...grant, privileges: ["SELECT", "CONNECT"] }), [
        { property: "privileges", reason: "CONNECT is no privilege on a table: one of DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE" },
      ]);
      assert.deepEqual(await failures(DEFAULT_PRIVILEGES, { ...grant, owner: "o", privileges: ["CONNECT"] }), [
        { property: "privileges", reason: "CONNECT is no privilege on a table" },
      ]);
    });

    it("refuses a grant on tables without their schema", async () => {
      const { schema: _, ...without } = grant;
      assert.deepEqual(await failures(GRANT, without), [{ property: "schema", reason: "it is required for a table" }]);
    });

    it("says which types it has when it is asked for another", async () => {
      await assert.rejects(failures("postgresql:index/server:Server", {}), /has no resource type postgresql:index\/server:Server; it has postgresql:index\/database/);
    });
  });

  describe("diff", () => {
    const grant = { database: "d", role: "r", objectType: "table", schema: "public", privileges: ["INSERT", "SELECT"] };
    const update = { kind: "update", replaces: false };
    const replacement = { kind: "update", replaces: true };

    it("takes lists of privileges and roles as sets: their order is no change", async () => {
      assert.deepEqual(await changes(GRANT, grant, { ...grant, privileges: ["SELECT", "INSERT"] }), {});
      assert.deepEqual(await changes(ROLE, { name: "r", roles: ["a", "b"] }, { name: "r", roles: ["b", "a"] }), {});
    });

    it("takes a default that is spelt out as no change", async () => {
      assert.deepEqual(await changes(ROLE, { name: "r" }, { name: "r", connectionLimit: -1, inherit: true, roles: [] }), {});
    });

    it("updates privileges in place, and replaces a grant for anything else", async () => {
      assert.deepEqual(await changes(GRANT, grant, { ...grant, privileges: ["SELECT"] }), { privileges: update });
      for (const [name, value] of Object.entries({ database: "x", role: "x", objectType: "sequence", schema: "x" })) {
        assert.deepEqual(await changes(GRANT, grant, { ...grant, [name]: value }), { [name]: replacement });
        assert.deepEqual(await changes(DEFAULT_PRIVILEGES, { ...grant, owner: "o" }, { ...grant, owner: "o", [name]: value }), {
          [name]: replacement,
        });
      }
      assert.deepEqual(await changes(GRANT, grant, { ...grant, withGrantOption: true }), {
        withGrantOption: { kind: "add", replaces: true },
      });
    });

    it("replaces a database for its locale and encoding, never for its owner or limit", async () => {
      const old = { name: "d", owner: "o", lcCollate: "C", encoding: "UTF8" };
      assert.deepEqual(await changes(DATABASE, old, { ...old, lcCollate: "en_US.UTF-8" }), { lcCollate: replacement });
      assert.deepEqual(await changes(DATABASE, old, { ...old, encoding: "LATIN1" }), { encoding: replacement });
      assert.deepEqual(await changes(DATABASE, old, { ...old, owner: "p" }), { owner: update });
    });

    it("never replaces a role", async () => {
      assert.deepEqual(await changes(ROLE, { name: "r", login: false }, { name: "s", login: true }), { name: update, login: update });
    });
  });

  describe("configure", () => {
    it("does nothing while the password is unknown, as in a first preview", async () => {
      await provider.configure({ username: "nobody_yet", password: UNKNOWN });
      assert.deepEqual(await asMaster("SELECT FROM pg_roles WHERE rolname = 'nobody_yet'"), []);
    });

    it("says what is missing", async () => {
      await assert.rejects(provider.configure({ host: "db" }), {
        message: "the postgresql provider needs username and password: the master user's, as the database component gives them out",
      });
    });

    it("gives the master the password that the program gave it, and no superuser's power", async () => {
      await provider.configure({ username: "other_admin", password: "first" });
      await provider.configure({ username: "other_admin", password: "second" });
      await assert.rejects(database.query("postgres", "other_admin", "first", "SELECT 1"), { code: "28P01" });
      assert.deepEqual(
        await database.query("postgres", "other_admin", "second", "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"),
        [{ rolsuper: false, rolcreatedb: true, rolcreaterole: true }],
      );
    });
  });

  describe("a preview", () => {
    it("makes and changes nothing", async () => {
      const { id } = await provider.create(subject(ROLE), { name: "previewed", password: UNKNOWN }, true);
      assert.equal(id, "");
      await provider.update(subject(ROLE), { id: MASTER.username, outputs: {}, inputs: { name: MASTER.username } }, { name: "renamed" }, true);
      assert.deepEqual(await asMaster("SELECT FROM pg_roles WHERE rolname IN ('previewed', 'renamed')"), []);
    });
  });

  describe("a database", () => {
    it("is made in a locale that this machine has, says so, and reads back as the one asked for", async () => {
      const known = await make(DATABASE, { name: "in_odd_locale", lcCollate: "xx_YY.UTF-8", lcCtype: "xx_YY.UTF-8" });
      assert.deepEqual(await driftOf(DATABASE, known), new Map());
      assert.match(database.said.join("\n"), /this machine has no locale xx_YY\.UTF-8: database in_odd_locale sorts by C(\.UTF-8)?, which RDS would not/);
      await provider.delete(subject(DATABASE), known.id, known.outputs);
    });

    it("moves its tables to a new owner when told to", async () => {
      for (const name of ["old_owner", "new_owner"]) await make(ROLE, { name, login: true, password: name });
      const inputs = { name: "handed_over", owner: "old_owner", lcCollate: "C", lcCtype: "C", alterObjectOwnership: true };
      const known = await make(DATABASE, inputs);
      await database.query("handed_over", "old_owner", "old_owner", "CREATE TABLE t (id int)");
      await provider.update(subject(DATABASE), known, { ...inputs, owner: "new_owner", connectionLimit: 7 }, false);
      assert.deepEqual(await asMaster("SELECT tableowner FROM pg_tables WHERE tablename = 't'", "handed_over"), [{ tableowner: "new_owner" }]);
      assert.deepEqual(await asMaster("SELECT datconnlimit FROM pg_database WHERE datname = 'handed_over'"), [{ datconnlimit: 7 }]);
      await provider.delete(subject(DATABASE), known.id, { ...inputs, owner: "new_owner" });
    });

    it("is gone to a read once somebody has dropped it", async () => {
      const known = await make(DATABASE, { name: "dropped_by_hand" });
      await asMaster("DROP DATABASE dropped_by_hand");
      assert.equal(await driftOf(DATABASE, known), "gone");
    });

    it("can be imported by its name", async () => {
      const live = await provider.read(subject(DATABASE), "postgres", {}, {});
      assert.deepEqual(live?.inputs, { name: "postgres" });
    });
  });

  describe("a role", () => {
    it("is renamed in place and logs in with its password under the new name", async () => {
      const known = await make(ROLE, { name: "before", login: true, password: "pw" });
      await provider.update(subject(ROLE), known, { name: "after", login: true, password: "pw" }, false);
      assert.deepEqual(await database.query("postgres", "after", "pw", "SELECT current_user::text AS name"), [{ name: "after" }]);
      await provider.delete(subject(ROLE), "after", { name: "after" });
    });

    it("keeps search path, timeouts and assumed role as given, quotes and all", async () => {
      await make(ROLE, { name: 'odd "name"' });
      const known = await make(ROLE, {
        name: "configured",
        roles: ['odd "name"'],
        searchPaths: ["public", "Odd Schema"],
        statementTimeout: 1500,
        idleInTransactionSessionTimeout: 2500,
        password: "it's\\quoted",
        login: true,
      });
      assert.deepEqual(await driftOf(ROLE, known), new Map());
      assert.deepEqual(await database.query("postgres", "configured", "it's\\quoted", "SHOW statement_timeout"), [{ statement_timeout: "1500ms" }]);
    });

    it("that still owns something elsewhere is not dropped, and nothing is lost", async () => {
      const known = await make(ROLE, { name: "still_owner", login: true, password: "pw" });
      const base = await make(DATABASE, { name: "owned_elsewhere", owner: "still_owner" });
      await database.query("owned_elsewhere", "still_owner", "pw", "CREATE TABLE t (id int)");
      const DEPENDENT_OBJECTS = "2BP01";
      await assert.rejects(provider.delete(subject(ROLE), known.id, known.outputs), { code: DEPENDENT_OBJECTS });
      assert.deepEqual(await driftOf(DATABASE, base), new Map());
    });
  });

  describe("a create that was cut short after the server had done it, before the engine noted it down", () => {
    it("takes over its own role, with the password of the new attempt", async () => {
      await make(ROLE, { name: "half_made", login: true, password: "first" });
      const known = await make(ROLE, { name: "half_made", login: true, password: "second", connectionLimit: 4 });
      assert.deepEqual(await driftOf(ROLE, known), new Map());
      await database.query("postgres", "half_made", "second", "SELECT 1");
    });

    it("takes over its own database, nothing lost", async () => {
      await make(ROLE, { name: "half_owner", login: true, password: "pw" });
      await make(DATABASE, { name: "half_base", owner: "half_owner" });
      await database.query("half_base", "half_owner", "pw", "CREATE TABLE t (id int)");
      const known = await make(DATABASE, { name: "half_base", owner: "half_owner", connectionLimit: 9 });
      assert.deepEqual(await driftOf(DATABASE, known), new Map());
      assert.deepEqual(await asMaster("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", "half_base"), [{ tablename: "t" }]);
    });

    it("leaves alone what somebody else made, however often it is tried", async () => {
      await asMaster("CREATE ROLE of_somebody_else");
      const DUPLICATE_OBJECT = "42710";
      for (const _attempt of [1, 2]) await assert.rejects(make(ROLE, { name: "of_somebody_else" }), { code: DUPLICATE_OBJECT });
    });

    it("fails again for a role that was properly deleted and then made by hand", async () => {
      const known = await make(ROLE, { name: "came_back" });
      await provider.delete(subject(ROLE), known.id, known.outputs);
      await asMaster("CREATE ROLE came_back");
      await assert.rejects(make(ROLE, { name: "came_back" }), { code: "42710" });
    });
  });

  it("takes a deletion that was done already for done", async () => {
    const role = await make(ROLE, { name: "deleted_twice" });
    const base = await make(DATABASE, { name: "deleted_twice" });
    const grant = await make(GRANT, { database: "deleted_twice", role: "deleted_twice", objectType: "database", privileges: ["CONNECT"] });
    const all = [[GRANT, grant], [DATABASE, base], [ROLE, role]] as const;
    for (const [type, known] of [...all, ...all]) await provider.delete(subject(type), known.id, known.outputs);
  });

  it("adds a membership and takes it away", async () => {
    for (const name of ["member", "club"]) await make(ROLE, { name });
    const known = await make(GRANT_ROLE, { role: "member", grantRole: "club" });
    assert.deepEqual(await driftOf(GRANT_ROLE, known), new Map());
    await provider.delete(subject(GRANT_ROLE), known.id, known.outputs);
    assert.equal(await driftOf(GRANT_ROLE, known), "gone");
  });

  it("makes a schema for its owner, and hands it over", async () => {
    for (const name of ["first_owner", "second_owner"]) await make(ROLE, { name });
    const base = await make(DATABASE, { name: "with_schema", owner: "first_owner" });
    const known = await make(SCHEMA, { name: "reports", database: "with_schema", owner: "first_owner" });
    assert.deepEqual(await driftOf(SCHEMA, known), new Map());
    await provider.update(subject(SCHEMA), known, { ...known.inputs, owner: "second_owner" }, false);
    assert.deepEqual(await driftOf(SCHEMA, known), new Map([["owner", { kind: "update", replaces: false }]]));
    await provider.delete(subject(SCHEMA), known.id, { ...known.outputs, owner: "second_owner" });
    assert.equal(await driftOf(SCHEMA, known), "gone");
    await provider.delete(subject(DATABASE), base.id, base.outputs);
  });

  it("makes an extension that a user without superuser's power may not make, as RDS does", async () => {
    await assert.rejects(asMaster("CREATE EXTENSION pg_stat_statements"), { code: "42501" });
    const known = await make(EXTENSION, { name: "pg_stat_statements", database: "postgres" });
    assert.deepEqual(await driftOf(EXTENSION, known), new Map());
    await provider.delete(subject(EXTENSION), known.id, known.outputs);
    assert.equal(await driftOf(EXTENSION, known), "gone");
  });

  it("works off what the engine asks for at the same moment, one after the other", async () => {
    const base = await make(DATABASE, { name: "busy" });
    const names = ["one", "two", "three", "four"];
    await Promise.all(names.map((name) => make(ROLE, { name: `busy_${name}` })));
    const grants = await Promise.all(
      names.map((name) => make(GRANT, { database: "busy", role: `busy_${name}`, objectType: "database", privileges: ["CONNECT"] })),
    );
    for (const known of grants) assert.deepEqual(await driftOf(GRANT, known), new Map());
    await provider.delete(subject(DATABASE), base.id, base.outputs);
  });
});
