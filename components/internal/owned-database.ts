import type * as pulumi from "@pulumi/pulumi";
import { Database } from "@pulumi/postgresql/database";

/** A database in the server, of one owner, as a child of a component. It sorts as people do, and is never replaced. */
export function createOwnedDatabase(
  parent: pulumi.ComponentResource,
  name: string,
  { databaseName, owner }: { readonly databaseName: string; readonly owner: pulumi.Input<string> },
): Database {
  return new Database(
    name,
    {
      name: databaseName,
      owner,
      template: "template0",
      encoding: "UTF8",
      // The provider's own default is "C", which sorts accented names after "z".
      lcCollate: "en_US.UTF-8",
      lcCtype: "en_US.UTF-8",
      allowConnections: true,
      connectionLimit: -1,
      // A new owner gets the tables too, not only the empty title.
      alterObjectOwnership: true,
    },
    // Renaming is replacing, and what is protected is not replaced: the engine refuses.
    { parent, protect: true, replaceOnChanges: ["name"] },
  );
}
