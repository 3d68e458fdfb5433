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

/** A resource that an earlier run made, as the engine's state remembers it. */
interface Remembered {
  readonly resource: RegisteredResource;
  readonly known: Found & { inputs: Properties };
}
export type State = Map<string, Remembered>;

/**
 * One run of a small engine: creates, updates and replaces in the order of registration, then deletes what is left over in
 * the reverse order, and remembers it all in `state`.
 *
 * @returns what was done, `update roles-monitoring`
 */
export async function run(provider: Provider, state: State, resources: readonly RegisteredResource[]): Promise<readonly string[]> {
  const done: string[] = [];
  const leftOver = new Map(state);
  const remove = async ({ resource, known }: Remembered) => {
    if (resource.options.retainOnDelete !== true) await provider.delete(subjectOf(resource), known.id, known.outputs);
  };
  const replaced: Remembered[] = [];
  for (const resource of resources.filter(({ type }) => type.startsWith("postgresql:"))) {
    const key = `${resource.type} ${resource.name}`;
    const old = state.get(key);
    leftOver.delete(key);
    if (old === undefined) {
      state.set(key, { resource, known: await create(provider, resource) });
      done.push(`create ${resource.name}`);
      continue;
    }
    const inputs = unwrapped(resource.inputs);
    const changes = await provider.diff(subjectOf(resource), old.known, inputs);
    if (changes.size === 0) continue;
    const isReplaced = [...changes].some(([name, { replaces }]) => replaces || resource.options.replaceOnChanges?.includes(name) === true);
    if (!isReplaced) {
      const outputs = await provider.update(subjectOf(resource), old.known, inputs, false);
      state.set(key, { resource, known: { id: old.known.id, outputs, inputs } });
      done.push(`update ${resource.name}`);
      continue;
    }
    if (resource.options.deleteBeforeReplace === true) await remove(old);
    else replaced.push(old);
    state.set(key, { resource, known: await create(provider, resource) });
    done.push(`replace ${resource.name}`);
  }
  for (const old of replaced.toReversed()) await remove(old);
  for (const [key, old] of [...leftOver].toReversed()) {
    await remove(old);
    state.delete(key);
    done.push(`delete ${old.resource.name}`);
  }
  return done;
}
