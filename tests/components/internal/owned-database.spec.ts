import { strict as assert } from "node:assert";
import { createOwnedDatabase } from "../../../components/internal/owned-database";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";

describe("createOwnedDatabase", () => {
  it("makes a protected database that sorts as people do, and that is never replaced by a rename", async () => {
    const graph = await build(() => createOwnedDatabase(parentComponent(), "roles-database", { databaseName: "shop", owner: "shop_owner" }));
    const { inputs, options } = graph.one("postgresql:index/database:Database", "roles-database");
    assert.deepEqual(inputs, {
      name: "shop",
      owner: "shop_owner",
      template: "template0",
      encoding: "UTF8",
      lcCollate: "en_US.UTF-8",
      lcCtype: "en_US.UTF-8",
      allowConnections: true,
      connectionLimit: -1,
      alterObjectOwnership: true,
    });
    assert.deepEqual([options.protect, options.replaceOnChanges], [true, ["name"]]);
  });
});
