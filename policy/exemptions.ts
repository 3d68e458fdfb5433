import type { PolicyResource, Stack } from "./model";
import type { Violation } from "./rule";
import { byUrn } from "./stack-index";
import { isLike } from "./wildcard";

/** One resource that a rule does not hold for, until a day. */
export interface Exemption {
  /** Id of the rule. */
  readonly rule: string;
  /** Logical name; `*` stands for any characters. */
  readonly resource: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day that it holds, `2027-06-30`. */
  readonly expires: string;
  /** Stacks that it is for, `scholarship/production`. @default - all stacks */
  readonly stacks?: readonly string[];
}

/** The exemptions of all systems. An expired, an unused and a mismatched one are violations. */
export const EXEMPTIONS: readonly Exemption[] = [
  {
    rule: "ecs-two-tasks",
    resource: "service-workflows-service",
    reason: "n8n's main process fires each schedule, so two of them would fire it twice; ECS replaces one that dies, and its webhooks are tried again by who calls them",
    owner: "on-call@example.org",
    expires: "2027-11-30",
    stacks: ["livelihood/production"],
  },
];

/** The exemptions to go by, on a day. The day is handed in, so that a verdict depends on nothing else. */
export interface Exempting {
  readonly exemptions: readonly Exemption[];
  /** `2026-11-21` */
  readonly today: string;
}

export const NO_EXEMPTIONS: Exempting = { exemptions: [], today: "1970-01-01" };

/** What became of an exemption. */
export interface ExemptionReport {
  readonly exemption: Exemption;
  /** URNs of the resources that it lets pass. */
  readonly covers: readonly string[];
  /** Why it is a violation itself. */
  readonly problem?: string;
}

/** Those that are for a stack. */
export function exemptionsOf(exemptions: readonly Exemption[], project: string, stack: string): readonly Exemption[] {
  return exemptions.filter(({ stacks }) => stacks === undefined || stacks.includes(`${project}/${stack}`));
}

/** Takes the exempted violations out of a rule's. An expired exemption takes out none. */
export function withoutExempted(
  rule: string,
  violations: readonly Violation[],
  stack: Stack,
  { exemptions, today }: Exempting,
): { readonly remaining: readonly Violation[]; readonly exempted: readonly Violation[] } {
  const valid = exemptions.filter((exemption) => exemption.rule === rule && problemInItself(exemption, today) === undefined);
  const exempted = violations.filter(({ urn }) => {
    const resource = byUrn(stack, urn);
    return resource !== undefined && valid.some((exemption) => matches(exemption, resource));
  });
  return { remaining: violations.filter((violation) => !exempted.includes(violation)), exempted };
}

/** @param exempted the violations that were taken out, of each rule that was judged */
export function exemptionReports(
  { exemptions, today }: Exempting,
  stack: Stack,
  exempted: ReadonlyMap<string, readonly Violation[]>,
): readonly ExemptionReport[] {
  return exemptions.map((exemption) => {
    const named = stack.resources.filter((resource) => matches(exemption, resource));
    const violating = new Set(exempted.get(exemption.rule)?.map(({ urn }) => urn));
    const covers = named.flatMap(({ urn }) => (violating.has(urn) ? [urn] : []));
    const problem =
      problemInItself(exemption, today) ??
      (!exempted.has(exemption.rule)
        ? "there is no such rule"
        : named.length === 0
          ? "no resource of the stack has such a name"
          : covers.length === 0
            ? "it is unused: the rule holds without it"
            : undefined);
    return { exemption, covers, ...(problem === undefined ? {} : { problem }) };
  });
}

function problemInItself({ reason, owner, expires }: Exemption, today: string): string | undefined {
  if (reason.trim() === "") return "it gives no reason";
  if (owner.trim() === "") return "it names no owner";
  const day = new Date(`${expires}T00:00:00Z`);
  // A day that the calendar lacks, 2027-02-30, becomes another one or none.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== expires) return `${expires} is no day of the form YYYY-MM-DD`;
  return expires < today ? `it expired on ${expires}` : undefined;
}

const matches = ({ resource: pattern }: Exemption, { name }: PolicyResource) => isLike(pattern, name);
