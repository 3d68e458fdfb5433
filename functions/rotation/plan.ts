/** How a database role's secret is rotated: two users take turns. */
export interface DatabaseSecretPlan {
  readonly kind: "database";
  /** The first of the two users; the other is its clone. */
  readonly username: string;
  readonly clone: string;
  /** The database that the role logs in to. Undefined: the server's own. */
  readonly databaseName?: string;
  /** Where the secret's readers connect: the primary, or the proxy before it. */
  readonly host: string;
  /** What the URL carries besides the demand for TLS, `pgbouncer=true&connection_limit=20`. Empty: nothing. */
  readonly urlParameters: string;
  /** User -> the secret from which a proxy takes that user's password. Empty: there is no proxy. */
  readonly userSecretIds: Readonly<Record<string, string>>;
  /** ECS services whose tasks hold the credential. */
  readonly services: readonly string[];
}

/** How a key of the application is rotated: the key before it stays valid. */
export interface KeySecretPlan {
  readonly kind: "key";
  readonly length: number;
  /** Days that what was signed or sealed with a key must stay valid. */
  readonly overlapDays: number;
  readonly services: readonly string[];
}

export type SecretPlan = DatabaseSecretPlan | KeySecretPlan;

/** What the function is told when it is made, as JSON in the variable ROTATION. */
export interface RotationPlan {
  readonly cluster: string;
  /** Undefined where no database secret is rotated. */
  readonly database?: {
    readonly host: string;
    readonly port: number;
    readonly name: string;
    readonly masterSecretId: string;
  };
  /** Name of the secret -> what is done with it. Nothing else is touched. */
  readonly secrets: Readonly<Record<string, SecretPlan>>;
}

/** `arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/key-AbC123` -> `shop/production/key`. */
export function nameOfSecret(arn: string): string {
  return arn.replace(/^.*:secret:/, "").replace(/-[A-Za-z0-9]{6}$/, "");
}
