import { documentCopy, everyStatement } from "../../documents";
import { allowsAction, conditionValues } from "../../iam-document";
import type { Statement } from "../../iam-document";
import { must } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PropertyRule } from "../../rule";

/** A principal that a person can be: an account, which means whomever it lets, a user, or a session of a login portal. */
const PERSON = /^AWS:(\d{12}|arn:[^:]+:iam::\d{12}:(root|user\/.*))$|^Federated:arn:[^:]+:iam::\d{12}:saml-provider\//;

function asksForFactor(statement: Statement): boolean {
  if (!statement.allows || !["sts:AssumeRole", "sts:AssumeRoleWithSAML"].some((action) => allowsAction(statement, action))) return true;
  const people = statement.principals.filter((principal) => PERSON.test(principal));
  // A login portal asks for the second factor itself, and its sessions don't show it. …IfExists would hold without one.
  if (people.every((principal) => principal.startsWith("Federated:"))) return true;
  return conditionValues(statement, "aws:MultiFactorAuthPresent", "bool").join() === "true";
}

const ASSUMED_BY_ACCOUNT = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::123456789012:root" } };

export const PEOPLE_RULES: readonly PropertyRule[] = [
  {
    id: "iam-people-mfa",
    reason: "a password alone is guessed, sold or sent to a false page",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make roles of people with PeopleRoles, groundwork:people",
    checklist: ["S-25"],
    equivalents: [],
    types: ["aws:iam/role:Role"],
    property: "assumeRolePolicy",
    whenUnknown: documentCopy("assumeRolePolicy"),
    ...everyStatement("Bool aws:MultiFactorAuthPresent true for an account and its users", asksForFactor, [
      ASSUMED_BY_ACCOUNT,
      { ...ASSUMED_BY_ACCOUNT, Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } },
      { ...ASSUMED_BY_ACCOUNT, Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } },
    ]),
  },
  {
    id: "iam-provider-explicit",
    reason: "a program that runs with the wrong credentials must fail before it changes a stranger's account",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set groundwork:account.id; the topology gives it to every provider",
    checklist: ["S-43"],
    equivalents: [],
    types: ["pulumi:providers:aws"],
    property: "allowedAccountIds[*]",
    ...must("an account", (value) => typeof value === "string" && /^\d{12}$/.test(value), ["", "12345", "*", undefined]),
  },
];
