import type * as pulumi from "@pulumi/pulumi";

/** One request of a canary, and what its answer must be. */
export interface CanaryStep {
  /** Lower-case letters, digits and hyphens; it stands in the message of a failure. */
  readonly name: string;
  /** https. Redirects are not followed. */
  readonly url: string;
  readonly method: "GET" | "HEAD" | "POST";
  readonly expectedStatus: number;
  /** Must stand in the body. @default - anything may */
  readonly expectedText?: string | undefined;
  /** Path in the JSON body, dots between keys -> value: `{ status: "healthy" }`. @default - none is looked at */
  readonly expectedFields?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Until the last byte, in ms. @default - as long as the timeout */
  readonly maxMilliseconds?: number | undefined;
  /** Until the answer begins, name lookup and TLS included, in ms. @default - as long as the timeout */
  readonly maxFirstByteMilliseconds?: number | undefined;
  /** Whole seconds after which the step gives up. */
  readonly timeoutSeconds: number;
  /** A header whose value is a secret. @default - none */
  readonly header?: CanaryHeader | undefined;
}

export interface CanaryHeader {
  readonly name: string;
  /** Before the secret, such as `Bearer ` with its space; may be empty. */
  readonly prefix: string;
  readonly secretArn: pulumi.Input<string>;
  /** The key of a JSON secret. @default - the whole text */
  readonly key?: string | undefined;
}

/**
 * What Synthetics and Lambda take.
 * https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html
 * https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryRunConfigInput.html
 */
export const CANARY_LIMITS = {
  name: /^[0-9a-z_-]{1,255}$/,
  rateMinutes: { min: 1, max: 60 },
  // AWS: no less than 15 seconds, for the start of the Lambda function and of the instrumentation.
  timeoutSeconds: { min: 15, max: 840 },
  retentionDays: { min: 1, max: 455 },
  /** A runtime without a browser. */
  runtimeVersion: /^syn-nodejs-\d+\.\d+$/,
} as const;

/** Seconds that a run needs besides its steps: the function starts, the report is written. */
const OVERHEAD_SECONDS = 10;

/** What is wrong with the times of a canary, each a phrase that follows "expected". */
export function canaryTimeExpectations(canary: {
  readonly rateMinutes: number;
  readonly timeoutSeconds: number;
  readonly steps: readonly Pick<CanaryStep, "timeoutSeconds">[];
}): readonly string[] {
  const { rateMinutes, timeoutSeconds, steps } = canary;
  const needed = steps.reduce((sum, step) => sum + step.timeoutSeconds, OVERHEAD_SECONDS);
  return [
    ...(timeoutSeconds > rateMinutes * 60
      ? [`a timeout of at most ${rateMinutes * 60} seconds: the next run begins then`]
      : []),
    ...(timeoutSeconds < needed
      ? [`a timeout of at least ${needed} seconds, those of its steps and ${OVERHEAD_SECONDS}: else a step that hangs hides which`]
      : []),
  ];
}

/** The environment variable that holds the ARN of a step's secret. */
export function secretVariable(index: number): string {
  return `PROBE_SECRET_${index + 1}`;
}

/** `steps.json` of the package: plain data, the secrets by the name of a variable. */
export function stepsFile(steps: readonly CanaryStep[]): string {
  const plain = steps.map(({ header, timeoutSeconds, ...step }, index) => ({
    ...step,
    timeoutMilliseconds: timeoutSeconds * 1000,
    ...(header === undefined
      ? {}
      : { header: { name: header.name, prefix: header.prefix, secretVariable: secretVariable(index), key: header.key } }),
  }));
  return `${JSON.stringify(plain, undefined, 2)}\n`;
}
