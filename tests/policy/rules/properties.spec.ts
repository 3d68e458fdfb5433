import { strict as assert } from "node:assert";
import { evaluate } from "../../../policy/evaluate";
import type { Floors } from "../../../policy/floors";
import type { PolicyResource, Properties, Stack, Value } from "../../../policy/model";
import { valuesAt } from "../../../policy/path";
import type { PropertyRule } from "../../../policy/rule";
import { ALARM_RULES } from "../../../policy/rules/properties/alarms";
import { BACKUP_RULES } from "../../../policy/rules/properties/backup";
import { CLOUDFLARE_RULES } from "../../../policy/rules/properties/cloudflare";
import { ECR_RULES } from "../../../policy/rules/properties/ecr";
import { ECS_RULES } from "../../../policy/rules/properties/ecs";
import { ELASTICACHE_RULES } from "../../../policy/rules/properties/elasticache";
import { IAM_RULES } from "../../../policy/rules/properties/iam";
import { KMS_RULES } from "../../../policy/rules/properties/kms";
import { LOAD_BALANCER_RULES } from "../../../policy/rules/properties/load-balancer";
import { LOGS_RULES } from "../../../policy/rules/properties/logs";
import { NETWORK_RULES } from "../../../policy/rules/properties/network";
import { POSTGRESQL_RULES } from "../../../policy/rules/properties/postgresql";
import { RDS_RULES } from "../../../policy/rules/properties/rds";
import { S3_RULES } from "../../../policy/rules/properties/s3";
import { SECRETS_RULES } from "../../../policy/rules/properties/secrets";
import { WAF_RULES } from "../../../policy/rules/properties/waf";
import { isProperties, UNKNOWN } from "../../../rehearsal/provider/struct";
import { firstPreviewStack, policyStack } from "../../helpers/policy";
import { STACKS, stackGraph } from "../../helpers/stacks";

const TABLES: Readonly<Record<string, { readonly rules: readonly PropertyRule[]; readonly prefixes: readonly string[] }>> = {
  network: { rules: NETWORK_RULES, prefixes: ["net", "sg"] },
  "load-balancer": { rules: LOAD_BALANCER_RULES, prefixes: ["alb", "acm"] },
  ecs: { rules: ECS_RULES, prefixes: ["ecs"] },
  ecr: { rules: ECR_RULES, prefixes: ["ecr"] },
  rds: { rules: RDS_RULES, prefixes: ["rds"] },
  elasticache: { rules: ELASTICACHE_RULES, prefixes: ["redis"] },
  s3: { rules: S3_RULES, prefixes: ["s3"] },
  backup: { rules: BACKUP_RULES, prefixes: ["backup"] },
  secrets: { rules: SECRETS_RULES, prefixes: ["sm", "random"] },
  kms: { rules: KMS_RULES, prefixes: ["kms"] },
  iam: { rules: IAM_RULES, prefixes: ["iam"] },
  logs: { rules: LOGS_RULES, prefixes: ["log"] },
  alarms: { rules: ALARM_RULES, prefixes: ["alarm", "sns", "sqs"] },
  waf: { rules: WAF_RULES, prefixes: ["waf"] },
  cloudflare: { rules: CLOUDFLARE_RULES, prefixes: ["cf"] },
  postgresql: { rules: POSTGRESQL_RULES, prefixes: ["pg"] },
};
const RULES = Object.values(TABLES).flatMap(({ rules }) => rules);

const REFERENCE = STACKS.find(({ label }) => label === "the reference production") ?? assert.fail("no reference");

function violations(rules: readonly PropertyRule[], stack: Stack, floors: Floors): string[] {
  return evaluate(rules, stack, floors).rules.flatMap(({ rule, violations: found }) =>
    found.map(({ urn, property, found: value }) => `${rule.id}: ${urn.split("::").slice(2).join(" ")} ${property} is ${value}`),
  );
}

/** Advice: two descriptions name the database by an output, so their runbook shows after the first deployment. */
const LATER = /^alarm-runbook: .* alarmDescription is not known before the deployment$/;

/** Wrong values for a right one, by its kind. */
function wrong(value: Value | undefined): readonly (Value | undefined)[] {
  if (typeof value === "boolean") return [!value, undefined];
  if (typeof value === "number") return [0, -1, undefined];
  if (Array.isArray(value)) return [[], undefined];
  return ["", "*", "something-else", undefined];
}

/** What a rule that reads a whole document or list must refuse besides. */
const ADMINISTRATOR: Value = JSON.stringify({ statement: { effect: "allow", PRINCIPAL: "*", notaction: "s3:GetObject", NotResource: "arn:aws:s3:::x" } });

/** What is wrong only together with other properties, or has a form of its own. */
const ESPECIALLY: readonly { readonly rule: RegExp; readonly properties: Properties }[] = [
  { rule: /^sg-no-(open-ingress|admin-ports)|^sg-service-from-group/, properties: { fromPort: 0, toPort: 65535, cidrIpv4: "0.0.0.0/1", cidrIpv6: "::/1", prefixListId: "pl-1", ingress: [{ protocol: "tcp", fromPort: 0, toPort: 65535, ipv6CidrBlocks: ["::/0"] }] } },
  { rule: /^backup-cold-90$/, properties: { rules: [{ lifecycle: { coldStorageAfter: 30, deleteAfter: 119 } }] } },
  { rule: /^cf-no-internal-ip$/, properties: { content: "172.31.0.1" } },
  { rule: /^iam-no-managed-admin-inline$/, properties: { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] } },
  { rule: /^pg-no-public-grant$/, properties: { role: "PUBLIC", privileges: ["CONNECT"] } },
];
/** Where no value is wrong: an alias may name any host, and a worker that users don't wait for may run once. */
const HARMLESS = new Set(["cf-no-internal-ip: UNKNOWN", "ecs-scaled-to-two-tasks: scaling-worker-target"]);

function broken(resource: PolicyResource, property: string, value: Value | undefined): PolicyResource {
  const [top = property] = property.split(/[.[]/);
  const { [top]: _, ...others } = resource.properties;
  const { [top]: _sources, ...propertyDependencies } = resource.propertyDependencies;
  const whole = top === property ? value : replaced(resource.properties[top], property.slice(top.length), value);
  return { ...resource, properties: whole === undefined ? others : { ...others, [top]: whole }, propertyDependencies };
}

/** The first value at the rest of a path, `.enabled`, `[*].schedule`, replaced or removed. */
function replaced(node: Value | undefined, rest: string, value: Value | undefined): Value | undefined {
  if (rest === "") return value;
  if (rest.startsWith("[*]")) {
    const [first, ...others] = Array.isArray(node) ? node : [];
    const changed = replaced(first, rest.slice(3), value);
    return changed === undefined ? others : [changed, ...others];
  }
  const [, key = "", tail = ""] = /^\.([^.[]+)(.*)$/.exec(rest) ?? [];
  const { [key]: child, ...siblings }: Properties = isProperties(node) ? node : {};
  const changed = replaced(child, tail, value);
  return changed === undefined ? siblings : { ...siblings, [key]: changed };
}

describe("property rules", () => {
  it("have an id of their own that begins with the service", () => {
    assert.deepEqual(
      RULES.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index),
      [],
    );
    for (const [table, { rules, prefixes }] of Object.entries(TABLES)) {
      assert.deepEqual(
        rules.filter(({ id }) => !prefixes.some((prefix) => id.startsWith(`${prefix}-`)) || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)).map(({ id }) => `${table}: ${id}`),
        [],
      );
    }
  });

  it("say why in a sentence, and what mends it", () => {
    assert.deepEqual(
      RULES.filter(({ reason, remedy }) => reason.split(" ").length < 5 || /[.;]$/.test(reason) || remedy.split(" ").length < 2).map(({ id }) => id),
      [],
    );
  });

  it("serve items of the checklist that exist, and carry ids in the form of their tools", () => {
    const items = new Set(Array.from({ length: 45 }, (_, index) => `S-${String(index + 1).padStart(2, "0")}`));
    const form = /^(CKV2?_AWS_\d+|AwsSolutions-[A-Z]+\d+[a-z]?|cdk-nag [A-Za-z0-9]+|FSBP [A-Za-z0-9]+\.\d+|AVD-AWS-\d{4}|Prowler [a-z0-9_]+)$/;
    assert.deepEqual(
      RULES.flatMap(({ id, checklist, equivalents }) => [...checklist.filter((item) => !items.has(item)), ...equivalents.filter((equivalent) => !form.test(equivalent))].map((what) => `${id}: ${what}`)),
      [],
    );
  });

  for (const { system, stack, label, floors } of STACKS) {
    it(`pass ${label}, when every value is known`, async () => {
      assert.deepEqual(violations(RULES, policyStack(await stackGraph(system, stack)), floors), []);
    });

    it(`pass ${label}, as a first preview has it`, async () => {
      const found = violations(RULES, firstPreviewStack(await stackGraph(system, stack)), floors);
      assert.deepEqual(found.filter((text) => !LATER.test(text)), []);
    });
  }

  it("see one property that is broken, on the resource that it is of, and no other rule of another property does", async function () {
    this.timeout(60_000);
    const known = policyStack(await stackGraph(undefined, "production"));
    const tally = { killed: 0, total: 0, unknown: 0 };
    const survivors: string[] = [];
    const strays = new Set<string>();
    for (const rule of RULES) {
      const inspected = new Set(evaluate([rule], known, REFERENCE.floors).rules.flatMap((report) => report.inspected));
      // One of a kind is enough of a hundred alarms that differ in names.
      const judged = known.resources.filter(({ urn }) => inspected.has(urn)).slice(0, 3);
      for (const resource of judged) {
        const [place] = valuesAt(resource.properties, rule.property);
        const candidates = [UNKNOWN, ...wrong(place?.value ?? rule.absent), ADMINISTRATOR];
        let died = 0;
        for (const candidate of candidates) {
          const changed = broken(resource, rule.property, candidate);
          const stack = { resources: known.resources.map((other) => (other === resource ? changed : other)) };
          const siblings = RULES.filter(({ types }) => types.includes(resource.type));
          const found = evaluate(siblings, { resources: [changed, ...stack.resources.filter(({ type }) => type.startsWith("aws:ecs/service") || type === "aws:ec2/instance:Instance")] }, REFERENCE.floors).rules;
          const own = found.find((report) => report.rule === rule);
          const dies = own?.violations.some(({ urn }) => urn === resource.urn) === true;
          if (candidate === UNKNOWN) {
            tally.unknown += 1;
            if (!dies && !HARMLESS.has(`${rule.id}: UNKNOWN`)) survivors.push(`${rule.id}: UNKNOWN on ${resource.name}`);
          }
          if (dies) died += 1;
          const [top] = rule.property.split(/[.[]/);
          for (const { rule: other, violations: stray } of found) {
            if ("property" in other && other.property.split(/[.[]/)[0] !== top && stray.some(({ urn, property }) => urn === resource.urn && property !== top) && dies) strays.add(`${rule.id} -> ${other.id}`);
          }
        }
        const especially = ESPECIALLY.filter((entry) => entry.rule.test(rule.id)).map(({ properties }) => ({ ...resource, properties: { ...resource.properties, ...properties } }));
        const seen = especially.every((changed) => evaluate([rule], { resources: [changed] }, REFERENCE.floors).rules.some((report) => report.violations.length > 0));
        if (HARMLESS.has(`${rule.id}: ${resource.name}`)) continue;
        tally.total += 1;
        if (seen && (died > 1 || especially.length > 0)) tally.killed += 1;
        else survivors.push(`${rule.id}: known values on ${resource.name}`);
      }
    }
    process.stdout.write(`      killed ${tally.killed} of ${tally.total}, each also when unknown: ${tally.unknown}; strays: ${[...strays].join(", ")}\n`);
    assert.deepEqual(survivors, []);
  });
});
