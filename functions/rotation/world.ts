/** One version of a secret, with its value. */
export interface SecretValue {
  readonly versionId: string;
  readonly value: string;
  readonly createdAt: Date;
}

/** What the function asks of Secrets Manager. */
export interface Secrets {
  /** Version -> its stages. */
  stages(secretId: string): Promise<Readonly<Record<string, readonly string[]>>>;
  /** @returns undefined where no version has the stage, or the version lacks it */
  read(secretId: string, stage: string, versionId?: string): Promise<SecretValue | undefined>;
  /** A new version; its id is the token where one is given, so that a repetition makes no second one. */
  put(secretId: string, value: string, pending?: { readonly token: string }): Promise<void>;
  /** Makes a version the current one, in one step for all who read. */
  promote(secretId: string, versionId: string, from: string | undefined): Promise<void>;
}

/** One deployment of an ECS service that has not ended: the primary one, or one that is still being replaced. */
export interface Deployment {
  readonly isPrimary: boolean;
  readonly createdAt: Date;
}

/** What the function asks of ECS. */
export interface Services {
  deployments(cluster: string, service: string): Promise<readonly Deployment[]>;
  /** Replaces all tasks by new ones, which read their secrets anew. */
  redeploy(cluster: string, service: string): Promise<void>;
}

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** A session of a database. */
export interface Session {
  query(sql: string, values?: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  end(): Promise<void>;
}

/** Everything outside the function. Tests put their own in place. */
export interface World {
  readonly secrets: Secrets;
  readonly services: Services;
  /** Logs in, or fails. */
  readonly connect: (login: Login) => Promise<Session>;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}
