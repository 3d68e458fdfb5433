import { isProperties } from "../../../rehearsal/provider/struct";
import { ofType, outcome, texts, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Stack, Value } from "../../model";
import { readThrough } from "../../path";
import type { GraphRule } from "../../rule";

/**
 * What the program says when it is done: addresses, names and commands. An output is listed, for one that only a deployment
 * will tell says nothing of where it comes from: the engine hands no dependencies of a stack's outputs to a policy, and a
 * secret to it as any other value.
 */
const OUTPUTS = [
  "backupBucketName", "browserMonitoring", "certificateValidationRecords", "dashboardName", "databaseHost", "databasePrimaryIdentifier", "databaseReaderHosts", "deployRoleArns", "loadBalancerDnsName",
  "secretCommands", "taskCommands", "tunnelCloseCommand", "tunnelOpenCommands", "tunnelServiceCommands", "url",
];
/** Type -> the input that is a secret's value. */
const SECRETS: Readonly<Record<string, string>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": "authToken",
  "aws:elasticache/user:User": "passwords",
  "aws:rds/cluster:Cluster": "masterPassword",
  "aws:rds/instance:Instance": "password",
  "aws:secretsmanager/secretVersion:SecretVersion": "secretString",
  "postgresql:index/role:Role": "password",
};
/** Shorter ones stand in other texts by chance. */
const SHORTEST = 8;

/** Of a secret in JSON what is one by its key: the database's host stands beside its password, and is none. */
function secretsIn(value: Value | undefined): readonly string[] {
  const read = readThrough(value);
  const parts = isProperties(read) ? Object.entries(read).flatMap(([key, part]) => (/pass|secret|token|key|url|dsn/i.test(key) ? texts(part) : [])) : texts(read);
  return parts.filter((text) => text.length >= SHORTEST);
}

function secretsOf(stack: Stack): readonly string[] {
  return Object.entries(SECRETS).flatMap(([type, property]) => ofType(stack, type).flatMap(({ properties }) => secretsIn(properties[property])));
}

export const secretNotExported: GraphRule = {
  id: "secret-not-exported",
  reason: "Whoever may look at a stack's outputs, in a log or from another stack, reads what stands in them.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Export the secret's name or a command that reads it, and put the output's name into the rule's list.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const stacks = ofType(stack, "pulumi:pulumi:Stack");
    const secrets = secretsOf(stack);
    const violations = stacks.flatMap((resource) =>
      Object.entries(resource.properties).flatMap(([name, value]) => [
        ...(OUTPUTS.includes(name) ? [] : [violation(resource, name, "an output that is not listed", `one of ${OUTPUTS.join(", ")}`)]),
        ...(texts(value).some((text) => secrets.some((secret) => text.includes(secret))) ? [violation(resource, name, "the value of a secret", "none")] : []),
      ]),
    );
    return outcome(stacks, violations);
  },
};
