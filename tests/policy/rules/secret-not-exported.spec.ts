import { strict as assert } from "node:assert";
import type { PolicyResource, Properties } from "../../../policy/model";
import { secretNotExported } from "../../../policy/rules/graph/secret-not-exported";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { policyStack } from "../../helpers/policy";
import { STACKS, stackGraph } from "../../helpers/stacks";

const [{ floors } = assert.fail("there is no stack")] = STACKS;
const resource = (type: string, name: string, properties: Properties): PolicyResource => ({
  type, name, urn: `urn:${name}`, properties, options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false }, propertyDependencies: {},
});
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const LOGIN = JSON.stringify({ username: "application", password: "correct-horse-battery", host: "database.example.org", port: 5432 });
const refused = (outputs: Properties, secretString = LOGIN) =>
  secretNotExported.evaluate({ resources: [resource("pulumi:pulumi:Stack", "stack", outputs), resource(VERSION, "login", { secretString })] }, floors).violations.map(({ property }) => property);

describe("the outputs of a stack", () => {
  it("say where the database is, and not how to get in, in whatever text", () => {
    assert.deepEqual(refused({ databaseHost: "database.example.org", url: "https://example.org" }), []);
    assert.deepEqual(refused({ url: "postgresql://application:correct-horse-battery@database.example.org", taskCommands: { open: ["psql", "correct-horse-battery"] } }), ["url", "taskCommands"]);
    assert.deepEqual(refused({ dashboardName: "a plain secret", url: UNKNOWN }, "a plain secret"), ["dashboardName"]);
  });

  it("show no value that a message repeats", () => {
    const { violations } = secretNotExported.evaluate({ resources: [resource("pulumi:pulumi:Stack", "stack", { url: "correct-horse-battery" }), resource(VERSION, "login", { secretString: LOGIN })] }, floors);
    assert.equal(violations.length, 1);
    assert.doesNotMatch(JSON.stringify(violations), /correct-horse/);
  });

  it("are listed, all that are known and all that are not, and the list holds none that no stack has", async function () {
    this.timeout(60_000);
    assert.deepEqual(refused({ databaseLogin: UNKNOWN, note: "" }), ["databaseLogin", "note"]);
    const used = new Set<string>();
    for (const { system, stack } of STACKS) {
      const [program = assert.fail("the stack is missing")] = policyStack(await stackGraph(system, stack)).resources.filter(({ type }) => type === "pulumi:pulumi:Stack");
      for (const name of Object.keys(program.properties)) used.add(name);
    }
    const [, listed = ""] = /^one of (.*)$/.exec(secretNotExported.evaluate({ resources: [resource("pulumi:pulumi:Stack", "stack", { other: 1 })] }, floors).violations[0]?.required ?? "") ?? [];
    assert.deepEqual(listed.split(", "), [...used].sort());
  });
});
