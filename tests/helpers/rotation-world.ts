import { Client } from "pg";
import type { Deployment, Login, Session, World } from "../../functions/rotation/world";

interface Version {
  value: string;
  stages: Set<string>;
  createdAt: Date;
}

/** Secrets Manager, ECS and a clock in memory. What was asked of them stands in `calls`. */
export class RotationWorld implements World {
  public readonly calls: string[] = [];
  public readonly lines: string[] = [];
  public time = new Date("2026-01-01T00:00:00Z");
  public readonly running: Record<string, Deployment[]> = {};
  /** Fails every call whose text begins so, as a network would. */
  public broken: string | undefined;
  private readonly versions = new Map<string, Map<string, Version>>();
  private made = 0;

  constructor(private readonly open: (login: Login) => Promise<Session>) {}

  /** A secret with its first version, as a deployment leaves it. */
  public add(secretId: string, value: string): void {
    this.versions.set(secretId, new Map([["v0", { value, stages: new Set(["AWSCURRENT"]), createdAt: this.time }]]));
  }

  /** What Secrets Manager does before it calls createSecret: a version that has no value yet. */
  public begin(secretId: string, token: string): void {
    this.of(secretId).set(token, { value: "", stages: new Set(["AWSPENDING"]), createdAt: this.time });
  }

  public valueOf(secretId: string, stage = "AWSCURRENT"): string | undefined {
    return [...this.of(secretId).values()].find(({ stages }) => stages.has(stage))?.value;
  }

  public stagesOf(secretId: string): Record<string, readonly string[]> {
    return Object.fromEntries([...this.of(secretId)].map(([id, { stages }]) => [id, [...stages].sort()]));
  }

  public readonly now = () => this.time;
  public readonly log = (line: string) => {
    this.lines.push(line);
  };

  public readonly secrets: World["secrets"] = {
    stages: async (secretId) => this.stagesOf(secretId),
    read: async (secretId, stage, versionId) => {
      const found = [...this.of(secretId)].find(([id, { stages }]) => stages.has(stage) && (versionId === undefined || id === versionId));
      if (found === undefined || found[1].value === "") return undefined;
      return { versionId: found[0], value: found[1].value, createdAt: found[1].createdAt };
    },
    put: async (secretId, value, pending) => {
      this.asked(`put ${secretId}`);
      this.made += 1;
      const id = pending?.token ?? `v${this.made}`;
      const stage = pending === undefined ? "AWSCURRENT" : "AWSPENDING";
      this.take(secretId, stage);
      this.of(secretId).set(id, { value, stages: new Set([stage]), createdAt: this.time });
    },
    promote: async (secretId, versionId) => {
      this.asked(`promote ${secretId}`);
      this.take(secretId, "AWSPREVIOUS");
      for (const { stages } of this.of(secretId).values()) if (stages.delete("AWSCURRENT")) stages.add("AWSPREVIOUS");
      this.of(secretId).get(versionId)?.stages.add("AWSCURRENT");
    },
  };

  public readonly services: World["services"] = {
    deployments: async (_cluster, service) => this.running[service] ?? [],
    redeploy: async (cluster, service) => {
      this.asked(`redeploy ${service} in ${cluster}`);
      this.running[service] = [{ isPrimary: true, createdAt: this.time }];
    },
  };

  public readonly connect = async (login: Login): Promise<Session> => {
    this.asked(`connect ${login.host} ${login.username}`);
    return this.open(login);
  };

  private asked(call: string): void {
    if (this.broken !== undefined && call.startsWith(this.broken)) throw new Error(`broken: ${call}`);
    this.calls.push(call);
  }

  private take(secretId: string, stage: string): void {
    for (const { stages } of this.of(secretId).values()) stages.delete(stage);
  }

  private of(secretId: string): Map<string, Version> {
    const found = this.versions.get(secretId);
    if (found === undefined) throw new Error(`no secret ${secretId}`);
    return found;
  }
}

/** A session of a real server, as the function opens it, without TLS and under whatever host name it asks for. */
export async function openSession(port: number, login: Login): Promise<Session> {
  const client = new Client({ host: "127.0.0.1", port, database: login.database, user: login.username, password: login.password });
  client.on("error", () => undefined);
  await client.connect();
  return {
    query: async (sql, values) => (await client.query<Record<string, unknown>>(sql, values === undefined ? undefined : [...values])).rows,
    end: () => client.end(),
  };
}
