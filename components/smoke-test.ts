import * as pulumi from "@pulumi/pulumi";
import { createLambda } from "./internal/lambda-function";

export interface SmokeTestArgs {
  /** `<system>-<environment>`. Changing this replaces the function. */
  namePrefix: string;
  /** The service that is tested. Changing this replaces the function. */
  service: string;
  accountId: string;
  /** Where clients reach the service, `https://app.example.org`. */
  origin: string;
  /** The header by which the load balancer knows a test, and its value. */
  testHeader: { readonly name: string; readonly value: pulumi.Input<string> };
  /** Requests and what they must be answered with, at least one: a status, and a text where any would not do. */
  checks: readonly {
    readonly path: string;
    readonly status: number;
    /** @default - any answer with the status */
    readonly contains?: string | undefined;
  }[];
  /** How long its log is kept, in days: a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  /** The KMS key of the log group. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
}

/**
 * The function that ECS asks, before a new version gets requests, whether it may: functions/smoke-test sends the requests to
 * the new version, past the old one by a header that nobody else knows.
 *
 * Creates: a Lambda function with its role and log.
 * Guarantees: it may write its log and nothing else; it goes where clients go, through the CDN and the web firewall; a test
 * that can't be run fails the deployment.
 * Cost: none to speak of, one call for a deployment.
 * Not verified without AWS: that ECS calls it and obeys.
 */
export class SmokeTest extends pulumi.ComponentResource {
  /** Known once the function may be called. */
  public readonly functionArn: pulumi.Output<string>;

  constructor(name: string, args: SmokeTestArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:smoke-test:SmokeTest", name, {}, opts);
    if (args.checks.length === 0) throw new Error(`smoke test of ${args.service}: expected at least one check`);

    const { lambda, ready, documents } = createLambda(this, `${name}-function`, {
      accountId: args.accountId,
      functionName: `${args.namePrefix}-${args.service}-smoke-test`,
      description: `${args.namePrefix}-${args.service}: tests a new version before it gets requests`,
      code: "smoke-test",
      memoryMib: 128,
      // Three attempts of ten seconds for all checks at once, and the pauses between them.
      timeoutSeconds: 60,
      environment: {
        ORIGIN: args.origin,
        HEADER_NAME: args.testHeader.name,
        HEADER_VALUE: args.testHeader.value,
        CHECKS: JSON.stringify(args.checks.map(({ contains = "", ...check }) => ({ ...check, contains }))),
      },
      statements: [],
      logRetentionDays: args.logRetentionDays,
      logKeyArn: args.logKeyArn,
    });

    this.functionArn = pulumi.all([lambda.arn, pulumi.output(ready.map(({ urn }) => urn))]).apply(([arn]) => arn);
    this.registerOutputs({ functionArn: this.functionArn, documents });
  }
}
