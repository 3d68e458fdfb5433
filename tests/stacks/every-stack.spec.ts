import { strict as assert } from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import type { Value } from "../../rehearsal/provider/struct";
import { isProperties, isSecret } from "../../rehearsal/provider/struct";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";
import { filesBelow, ROOT } from "../helpers/source";
import { stackGraph } from "../helpers/stacks";

/**
 * What holds for the whole program under the settings of every stack below systems/. The list of all that a stack
 * registers lies beside this file, one line for each resource, for a person to review. After a change that is meant:
 *
 *   UPDATE_LISTS=1 npx mocha tests/stacks/every-stack.spec.ts
 *
 * An engine or a provider might still refuse what is registered here; tests/stack/ asks them.
 */
const STACKS = filesBelow("systems", ".yaml").flatMap((path) => {
  const [, system, stack] = /^systems\/([^/]+)\/Pulumi\.([^.]+)\.yaml$/.exec(path) ?? [];
  return system === undefined || stack === undefined ? [] : [{ system, stack }];
});

/** What can't be had again once it is deleted, or what a name in the world outside hangs on. */
const STATEFUL = [
  "aws:amp/workspace:Workspace",
  "aws:backup/vault:Vault",
  "aws:ecr/repository:Repository",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:kms/key:Key",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:rds/instance:Instance",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "postgresql:index/database:Database",
];

/** Of these, what no stack is without. */
const EVERYWHERE = ["aws:kms/key:Key", "aws:lb/loadBalancer:LoadBalancer", "aws:s3/bucket:Bucket", "aws:secretsmanager/secret:Secret"];

/** Inputs whose value is a secret, whatever is in them. */
const SECRET_INPUT = /^(passwords?|secretString|secretBinary|authToken|apiToken|privateKey|masterPassword)$/;

const identity = ({ type, name }: RegisteredResource) => `${type}::${name}`;
const nameOf = (parent: string) => parent.slice(parent.lastIndexOf("::") + 2);
const isComponent = (type: string) => type.startsWith("groundwork:");
const isProvider = (type: string) => type.startsWith("pulumi:providers:");

for (const { system, stack } of STACKS) {
  describe(`${system} ${stack}`, () => {
    let graph: Graph;
    let byIdentity: ReadonlyMap<string, RegisteredResource>;

    before(async function () {
      this.timeout(120_000);
      graph = await stackGraph(system, stack);
      byIdentity = new Map(graph.resources.map((resource) => [identity(resource), resource]));
    });

    const offenders = (find: (resource: RegisteredResource) => boolean) =>
      graph.resources.filter(find).map(({ type, name, parent }) => `${type} ${name} below ${parent ?? "the stack"}`);

    it("gives no two resources of a type the same name", () => {
      assert.equal(byIdentity.size, graph.resources.length);
    });

    it("puts every resource into a component; only providers and components stand at the top", () => {
      assert.deepEqual(
        offenders(({ type, parent }) =>
          parent === undefined ? !isComponent(type) && !isProvider(type) : !isComponent(parent) || !byIdentity.has(parent),
        ),
        [],
      );
    });

    it("begins the name of every child with its component's", () => {
      assert.deepEqual(
        offenders(({ name, parent }) => parent !== undefined && name !== nameOf(parent) && !name.startsWith(`${nameOf(parent)}-`)),
        [],
      );
    });

    it("asks a provider of its own for every resource, so that none lands in an account by accident", async () => {
      // Random values need no account and no credentials, so the engine's own provider makes them.
      const provided = graph.resources.filter(({ type }) => /^(aws|cloudflare|postgresql):/.test(type));
      const wrong: string[] = [];
      for (const resource of provided) {
        const types = await providersAbove(resource, byIdentity);
        const [wanted] = resource.type.split(":");
        if (!types.includes(`pulumi:providers:${wanted}`)) wrong.push(`${identity(resource)} finds ${types.join(", ")}`);
      }
      assert.deepEqual(wrong, []);
      assert.ok(provided.length > 300, `${provided.length} resources`);
    });

    it("makes everything for the backup region, and nothing else, with that region's provider", async () => {
      const copies: string[] = [];
      for (const resource of graph.resources.filter(({ type }) => isComponent(type))) {
        const { provider } = resource.options;
        const urn = provider === undefined ? "" : await valueOf(provider.urn);
        if (urn.endsWith("::aws-backup-region")) copies.push(resource.name);
      }
      assert.deepEqual(
        copies.sort(),
        graph.resources.filter(({ name, parent }) => parent === undefined && name.startsWith("copy-")).map(({ name }) => name).sort(),
      );
      // A stack without copies has nothing there, not even a key.
      const isCopied = graph.resources.some(({ name }) => name === "copy-vault" || name.startsWith("replication-"));
      assert.equal(copies.length >= 2, isCopied, copies.join(", "));
    });

    it("protects everything that can't be had again", () => {
      assert.deepEqual(
        offenders(({ type, options }) => STATEFUL.includes(type) && options.protect !== true),
        [],
      );
      // A stack may lack a database or a cache, and leave images to another one; one without the rest would pass for nothing.
      assert.deepEqual(EVERYWHERE.filter((type) => graph.all(type).length === 0), []);
    });

    it("has the cloud refuse the deletion of what the engine protects, where the cloud can", () => {
      for (const { inputs } of graph.all("aws:rds/instance:Instance")) assert.equal(inputs["deletionProtection"], true);
      for (const { inputs } of graph.all("aws:lb/loadBalancer:LoadBalancer")) assert.equal(inputs["enableDeletionProtection"], true);
      for (const { inputs } of graph.all("aws:s3/bucket:Bucket")) assert.notEqual(inputs["forceDestroy"], true);
      for (const { inputs } of graph.all("aws:kms/key:Key")) assert.equal(inputs["deletionWindowInDays"], 30);
    });

    it("deletes nothing stateful before its replacement stands", () => {
      assert.deepEqual(offenders(({ type, options }) => STATEFUL.includes(type) && options.deleteBeforeReplace === true), []);
    });

    it("hands on every password and token as a secret", () => {
      const open = graph.resources.flatMap((resource) =>
        Object.keys(resource.inputs)
          .filter((key) => SECRET_INPUT.test(key) && !resource.secretInputs.includes(key))
          .map((key) => `${identity(resource)}.${key}`),
      );
      assert.deepEqual(open, []);
    });

    it("has no secret's value in clear in any input of any resource", () => {
      const generated = graph.all("random:index/randomPassword:RandomPassword").map(({ outputs }) => String(outputs["result"]));
      const values = new Set(graph.resources.flatMap(({ inputs }) => secretTexts(inputs, generated)));
      assert.ok(generated.length > 0 && values.size >= generated.length, `${values.size} secret values`);
      for (const resource of graph.resources) {
        const clear = JSON.stringify(withoutSecrets(resource.inputs));
        for (const value of values) {
          // The value must not stand in the failure either.
          assert.ok(!clear.includes(JSON.stringify(value).slice(1, -1)), `${identity(resource)} has a secret's value in clear`);
        }
      }
    });

    it("registers exactly what its list says", () => {
      const path = join(ROOT, "tests", "stacks", `${system}.${stack}.txt`);
      const list = `${listOf(graph).join("\n")}\n`;
      if (process.env["UPDATE_LISTS"] === "1") writeFileSync(path, list);
      const reviewed = existsSync(path) ? readFileSync(path, "utf8") : "";
      assert.deepEqual(difference(reviewed, list), [], "review the difference, then UPDATE_LISTS=1 writes the list");
    });
  });
}

/** Types of the providers that a resource finds on itself and above it. */
async function providersAbove(start: RegisteredResource, all: ReadonlyMap<string, RegisteredResource>): Promise<readonly string[]> {
  const types: string[] = [];
  for (let at: RegisteredResource | undefined = start; at !== undefined; at = at.parent === undefined ? undefined : all.get(at.parent)) {
    const providers: unknown = Reflect.get(at.options, "providers");
    const named = [at.options.provider, ...(providers instanceof Object ? Object.values(providers) : [])];
    for (const provider of named.filter((candidate) => candidate !== undefined)) {
      const urn = await valueOf(provider.urn);
      types.push(urn.split("::").at(-2)?.split("$").at(-1) ?? "");
    }
  }
  return types;
}

/**
 * Every text inside a secret that is long enough to be one; a user name in a secret's JSON is none. Of a whole structure that
 * is a secret, such as the rules of a ruleset, only what holds a generated value: the rest stands elsewhere in clear.
 */
function secretTexts(value: Value, generated: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => secretTexts(each, generated));
  if (!isProperties(value)) return [];
  if (!isSecret(value)) return Object.values(value).flatMap((each) => secretTexts(each, generated));
  const content = value["value"] ?? null;
  const texts = textsIn(content);
  return typeof content === "string" ? texts : texts.filter((text) => generated.some((made) => text.includes(made)));
}

function textsIn(value: Value): string[] {
  if (typeof value === "string") return value.length >= 16 ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function withoutSecrets(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isProperties(value)) return value;
  if (isSecret(value)) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutSecrets(child)]));
}

/** `type name < parent [protected]`, sorted, so that a line more or less is a resource more or less. */
function listOf({ resources }: Graph): string[] {
  return resources
    .map(({ type, name, parent, options }) => {
      const below = parent === undefined ? "" : ` < ${nameOf(parent)}`;
      return `${type} ${name}${below}${options.protect === true ? " [protected]" : ""}`;
    })
    .sort();
}

function difference(reviewed: string, made: string): string[] {
  const before = new Set(reviewed.split("\n"));
  const now = new Set(made.split("\n"));
  return [
    ...[...before].filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...[...now].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
}
