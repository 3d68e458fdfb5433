import * as pulumi from "@pulumi/pulumi";

/** One statement of an IAM or resource policy. Lists are sets: their order never shows in a diff. */
export interface PolicyStatement {
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** `{ Service: ["logs.amazonaws.com"] }`, `{ AWS: ["*"] }`. @default - none, as in a policy attached to a role */
  readonly principals?: Readonly<Record<string, readonly pulumi.Input<string>[]>>;
  readonly actions: readonly string[];
  readonly resources: readonly pulumi.Input<string>[];
  /** Operator -> condition key -> values, `{ StringEquals: { "aws:SourceAccount": [accountId] } }`. @default - none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly pulumi.Input<string>[]>>>>;
}

/**
 * A policy as an object, each ARN by itself. A component publishes it among its outputs, `documents: { <logical name of the
 * policy>: policyOutline(…) }`: on a first preview one unknown ARN makes the whole text of a policy unknown, and whoever
 * judges it can still read its actions here.
 */
export function policyOutline(statements: readonly PolicyStatement[]) {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect, principals, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect ?? "Allow",
      ...(principals === undefined ? {} : { Principal: principals }),
      Action: sorted(actions),
      Resource: [...resources],
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  };
}

/**
 * Renders a policy in one canonical form: version always given, lists always lists and sorted, keys in one fixed order.
 * Two programs that mean the same write the same text, so an unchanged policy is never a change in a preview.
 */
export function policyDocument(statements: readonly PolicyStatement[]): pulumi.Output<string> {
  return pulumi.output(policyOutline(statements)).apply(({ Version, Statement }) =>
    JSON.stringify({
      Version,
      Statement: Statement.map(({ Sid, Effect, Principal, Action, Resource, Condition }) => ({
        Sid,
        Effect,
        ...(Principal === undefined ? {} : { Principal: sortedLists(Principal) }),
        Action,
        Resource: sorted(Resource),
        ...(Condition === undefined ? {} : { Condition: mapValues(Condition, (keys) => sortedLists(keys)) }),
      })),
    }),
  );
}

/** The trust policy of a role that an AWS service assumes for resources of this account only. */
export function serviceTrust(service: string, accountId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(accountId).apply((account) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sts:AssumeRole",
          // Without it any customer of the service could have it act on our role: the confused deputy.
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ],
    }),
  );
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(
    Object.entries(record)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, map(value)]),
  );
}

function sortedLists(record: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return mapValues(record, sorted);
}
