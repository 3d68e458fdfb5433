import type { Client } from "pg";
import type { PostgresServer } from "./server";

/**
 * Remembers, in the server itself, what a create is about to make. When a rehearsal is killed between the making and the
 * engine's noting it down, the next run's create finds the thing there and its own name beside it, and takes it over
 * instead of failing. On a real server a person would import it.
 */
export interface Journal {
  note(): Promise<void>;
  isNoted(): Promise<boolean>;
  strike(): Promise<void>;
}

export function journalOf(server: PostgresServer, urn: string, id: string): Journal {
  const inJournal = <T>(act: (client: Client) => Promise<T>) =>
    server.asCloud("postgres", async (client) => {
      await client.query("CREATE SCHEMA IF NOT EXISTS rehearsal");
      await client.query("CREATE TABLE IF NOT EXISTS rehearsal.made (urn text, id text, PRIMARY KEY (urn, id))");
      return act(client);
    });
  return {
    note: async () => {
      await inJournal((client) => client.query("INSERT INTO rehearsal.made VALUES ($1, $2) ON CONFLICT DO NOTHING", [urn, id]));
    },
    isNoted: () =>
      inJournal(
        async (client) => (await client.query("SELECT FROM rehearsal.made WHERE urn = $1 AND id = $2", [urn, id])).rowCount !== 0,
      ),
    strike: async () => {
      await inJournal((client) => client.query("DELETE FROM rehearsal.made WHERE urn = $1 AND id = $2", [urn, id]));
    },
  };
}
