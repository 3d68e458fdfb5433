import type { Verdicts } from "./verdicts";

/** One item of the security checklist that the systems' documents ask for, merged. */
export interface ChecklistItem {
  readonly id: string;
  readonly title: string;
  /** What holds it where no resource shows it. @default - the rules that name it */
  readonly heldBy?: string;
}

/** The checklist, in its order. A rule names the items that it serves. */
export const CHECKLIST_ITEMS: readonly ChecklistItem[] = [
  { id: "S-01", title: "HTTPS only, HTTP redirected" },
  { id: "S-02", title: "TLS 1.2 or newer" },
  { id: "S-03", title: "HSTS" },
  { id: "S-04", title: "Content security policy" },
  { id: "S-05", title: "Response headers, exactly" },
  { id: "S-06", title: "CORS restricted" },
  { id: "S-07", title: "Rate limits that block" },
  { id: "S-08", title: "Web firewall with managed rules" },
  { id: "S-09", title: "No secret in clear text" },
  { id: "S-10", title: "Secrets rotated" },
  { id: "S-11", title: "Strength of generated secrets" },
  { id: "S-12", title: "Encryption at rest" },
  { id: "S-13", title: "Encryption in transit" },
  { id: "S-14", title: "Only 80 and 443 open to the internet" },
  { id: "S-15", title: "No way round the load balancer" },
  { id: "S-16", title: "No shell by accident" },
  { id: "S-17", title: "Closed unless opened" },
  { id: "S-18", title: "No public database or bucket" },
  { id: "S-19", title: "Containers not root" },
  { id: "S-20", title: "Limits of processor and memory" },
  { id: "S-21", title: "Monitoring user that only reads" },
  { id: "S-22", title: "PUBLIC may do nothing in the database" },
  { id: "S-23", title: "Row-level security and search_path" },
  { id: "S-24", title: "Least privilege" },
  { id: "S-25", title: "Multi-factor authentication" },
  { id: "S-26", title: "Audit records" },
  { id: "S-27", title: "Personal data masked in logs" },
  { id: "S-28", title: "Retention as the law asks" },
  { id: "S-29", title: "Failed logins tracked" },
  { id: "S-30", title: "Security findings told to somebody" },
  { id: "S-31", title: "Images scanned, tags fixed" },
  { id: "S-32", title: "Patches" },
  { id: "S-33", title: "Backups that can't be lost" },
  { id: "S-34", title: "Copies in another region" },
  { id: "S-35", title: "No single point of failure" },
  { id: "S-36", title: "No debug mode" },
  { id: "S-37", title: "Data classified" },
  { id: "S-38", title: "Data in allowed regions" },
  { id: "S-39", title: "Certificates valid and watched" },
  { id: "S-40", title: "Contacts and domains are real", heldBy: "groundwork go-live, before a deployment: an example may stand in a rehearsal" },
  { id: "S-41", title: "Alarms reach somebody" },
  { id: "S-42", title: "Deployments that go back by themselves" },
  { id: "S-43", title: "Approval, separate roles" },
  { id: "S-44", title: "Process: tests, review, audits", heldBy: "the workflows under .github/ and people; no resource shows it" },
  { id: "S-45", title: "Configuration complete", heldBy: "the settings' own checks: the program refuses a stack that lacks one" },
];

export type ItemResult = "complies" | "violates" | "inspected nothing" | "held elsewhere";

/** An item with what its rules found. */
export interface JudgedItem {
  readonly item: ChecklistItem;
  readonly result: ItemResult;
  readonly rules: Verdicts["rules"];
  /** How many resources the rules looked at, each counted once. */
  readonly resources: number;
}

/** Item -> rules -> resources -> result. An item whose rules found nothing to look at says so: that is no pass. */
export function judgedChecklist({ rules }: Pick<Verdicts, "rules">): readonly JudgedItem[] {
  return CHECKLIST_ITEMS.map((item) => {
    const serving = rules.filter(({ checklist, level }) => level !== "off" && checklist.includes(item.id));
    const resources = new Set(serving.flatMap(({ inspected }) => inspected.map(({ type, name }) => `${type} ${name}`))).size;
    return { item, result: resultOf(item, serving, resources), rules: serving, resources };
  });
}

function resultOf({ heldBy }: ChecklistItem, rules: Verdicts["rules"], resources: number): ItemResult {
  if (rules.some(({ level, outcome }) => level === "mandatory" && outcome === "violates")) return "violates";
  if (resources > 0) return "complies";
  return heldBy === undefined ? "inspected nothing" : "held elsewhere";
}

/** Whether a deployment would be refused. */
export function isRefused({ rules, exemptions, presentThoughLacking }: Verdicts): boolean {
  return (
    rules.some(({ level, outcome }) => level === "mandatory" && outcome === "violates") ||
    exemptions.some(({ problem }) => problem !== undefined) ||
    presentThoughLacking.length > 0
  );
}

/** The checklist as a person reads it. */
export function printChecklist(title: string, verdicts: Verdicts): string {
  const items = judgedChecklist(verdicts);
  const width = Math.max(...items.map(({ item }) => item.title.length));
  const ruleWidth = Math.max(...verdicts.rules.map(({ id }) => id.length));
  const lines = items.flatMap(({ item, result, rules, resources }) => [
    `${item.id}  ${item.title.padEnd(width)}  ${result.padEnd(17)}  ${rules.length === 0 ? (item.heldBy ?? "no rule") : `${count(rules.length, "rule")}, ${count(resources, "resource")}`}`,
    ...rules.map((rule) => `        ${rule.id.padEnd(ruleWidth)}  ${ruleResult(rule)}`),
  ]);
  const violations = verdicts.rules.flatMap(({ violations: found, level }) => found.map((text) => `[${level}] ${text}`));
  const exemptions = verdicts.exemptions.map(
    ({ rule, resource, reason, owner, expires, covers, problem }) =>
      `${resource} from ${rule} until ${expires}, ${owner}: ${reason} (${problem ?? `lets ${count(covers, "resource")} pass`})`,
  );
  const stale = verdicts.presentThoughLacking.map((type) => `${type} is there, though the floors say that the system lacks it`);
  const counts = ["complies", "violates", "inspected nothing", "held elsewhere"].map(
    (result) => `${items.filter((judged) => judged.result === result).length} ${result}`,
  );
  return [
    title,
    "",
    ...lines,
    "",
    ...section("Violations", violations),
    ...section("Exemptions", exemptions),
    ...section("Floors out of date", stale),
    `${items.length} items: ${counts.join(", ")}`,
    "",
  ].join("\n");
}

function ruleResult({ outcome, level, inspected }: Verdicts["rules"][number]): string {
  const looked = inspected.length === 0 ? "inspected nothing" : `inspected ${inspected.length}`;
  const said = outcome === "not applicable" ? "" : `${outcome}${level === "advisory" ? " (advice)" : ""}, `;
  return `${said}${looked}`;
}

function section(heading: string, entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return [];
  return [heading, ...entries.map((entry) => `  - ${entry.replaceAll("\n", "\n    ")}`), ""];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
