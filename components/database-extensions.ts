import * as pulumi from "@pulumi/pulumi";
import { Extension } from "@pulumi/postgresql/extension";
import type { PostgresExtension } from "./internal/postgres-extensions";

export interface DatabaseExtensionsArgs {
  /** The database that gets them. Changing this replaces all. */
  databaseName: pulumi.Input<string>;
  /** What is installed. Taking one away drops it, which PostgreSQL refuses while a table or view needs it. */
  extensions: readonly PostgresExtension[];
}

/**
 * Extensions of PostgreSQL, made through the postgresql provider given in `opts`.
 *
 * Creates: an extension for each name, in schema `public`.
 * Guarantees: no other extension is pulled along, and none takes a table with it when it goes. The version is the server's
 * own, so that a minor upgrade of RDS is no change here.
 * On RDS the master user may make the extensions that RDS supports. This was tried on PostgreSQL, not on RDS.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Extensions.html
 */
export class DatabaseExtensions extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseExtensionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:database-extensions:DatabaseExtensions", name, {}, opts);

    for (const extension of args.extensions) {
      new Extension(
        `${name}-${extension}`,
        { name: extension, database: args.databaseName, schema: "public", createCascade: false, dropCascade: false },
        { parent: this },
      );
    }

    this.registerOutputs({});
  }
}
