import { strict as assert } from "node:assert";
import { DatabaseExtensions } from "../../components/database-extensions";
import { build } from "../helpers/graph";

const EXTENSION = "postgresql:index/extension:Extension";

describe("DatabaseExtensions", () => {
  it("makes each extension in the database that is named, in schema public, with nothing pulled along", async () => {
    const graph = await build(
      () => new DatabaseExtensions("extensions", { databaseName: "shop", extensions: ["pg_stat_statements", "pgstattuple"] }),
    );
    assert.deepEqual(graph.all(EXTENSION).map(({ name, inputs }) => [name, inputs]), [
      ["extensions-pg_stat_statements", { name: "pg_stat_statements", database: "shop", schema: "public", createCascade: false, dropCascade: false }],
      ["extensions-pgstattuple", { name: "pgstattuple", database: "shop", schema: "public", createCascade: false, dropCascade: false }],
    ]);
  });
});
