import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { createDatabaseUser } from "../../../components/internal/database-user";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";

const user = (isRotated: boolean) =>
  build(() => {
    createDatabaseUser(parentComponent(), "parent-user", {
      name: "shop_app",
      password: pulumi.secret("first"),
      isRotated,
      membership: { roles: ["shop_owner"] },
    });
  });

describe("a user of the database", () => {
  it("can log in, and can do nothing to the server", async () => {
    const { inputs, secretInputs } = (await user(false)).one("postgresql:index/role:Role");
    const { password: _, ...rest } = inputs;
    assert.deepEqual(rest, {
      name: "shop_app",
      login: true,
      superuser: false,
      createDatabase: false,
      createRole: false,
      replication: false,
      bypassRowLevelSecurity: false,
      roles: ["shop_owner"],
    });
    assert.deepEqual(secretInputs, ["password"]);
  });

  it("is replaced under a new name, and keeps the password that a rotation gave it", async () => {
    for (const isRotated of [false, true]) {
      const { options } = (await user(isRotated)).one("postgresql:index/role:Role");
      assert.deepEqual(options.replaceOnChanges, ["name"]);
      assert.deepEqual(options.ignoreChanges, isRotated ? ["password"] : []);
    }
  });
});
