import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strict as assert } from "node:assert";
import { postgresqlProvider } from "../../rehearsal/postgresql/provider";
import { startPostgres } from "../../rehearsal/postgresql/server";
import type { PostgresServer } from "../../rehearsal/postgresql/server";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import type { Found, PropertyChange, Provider, Subject } from "../../rehearsal/provider/provider";
import { isProperties } from "../../rehearsal/provider/struct";
import type { Properties } from "../../rehearsal/provider/struct";

export const MASTER = { username: "scholarship_admin", password: "master-password" } as const;

/** A server in a folder of its own, gone after the tests. */
export interface TestServer {
  readonly server: PostgresServer;
  readonly provider: Provider;
  /** What a person would have been told. */
  readonly said: readonly string[];
  /** Runs one statement as a role and returns its rows. */
  query(database: string, username: string, password: string, sql: string): Promise<readonly Properties[]>;
  end(): Promise<void>;
}

export async function testServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "groundwork-test-"));
  const said: string[] = [];
  const server = await startPostgres({ dataDirectory: join(folder, "postgresql"), log: (line) => said.push(line) });
  const provider = postgresqlProvider(server);
  await provider.configure(MASTER);
  return {
    server,
    provider,
    said,
    query: async (database, username, password, sql) => {
      const client = await server.connect(database, username, password);
      try {
        return (await client.query<Properties>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    end: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function subjectOf({ type, name }: Pick<RegisteredResource, "type" | "name">): Subject {
  return { urn: `urn:pulumi:production::groundwork::${type}::${name}`, type, logicalName: name, configuration: MASTER };
}

/** Secrets as their values, the way the engine hands them to a provider that keeps none itself. */
function unwrapped(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, isProperties(value) && value.value !== undefined ? value.value : value]),
  );
}

/** What the engine does with a new resource: check, then create. */
export async function create(provider: Provider, resource: Pick<RegisteredResource, "type" | "name" | "inputs">): Promise<Found & { inputs: Properties }> {
  const subject = subjectOf(resource);
  const { inputs, failures } = await provider.check(subject, unwrapped(resource.inputs), undefined);
  assert.deepEqual(failures, []);
  return { ...(await provider.create(subject, inputs, false)), inputs };
}

/** What the live resource has become: the changes that a refresh would show. */
export async function drift(
  provider: Provider,
  resource: Pick<RegisteredResource, "type" | "name">,
  known: Found & { inputs: Properties },
): Promise<ReadonlyMap<string, PropertyChange> | "gone"> {
  const subject = subjectOf(resource);
  const live = await provider.read(subject, known.id, known.inputs, known.outputs);
  return live === undefined ? "gone" : provider.diff(subject, { ...live, inputs: live.inputs }, known.inputs);
}
