import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { groundwork } from "../../index";
import { record } from "../../rehearsal/plan/record";
import { loadSettings } from "../../settings/load";
import { SettingsError } from "../../settings/problems";
import { settingsSchema } from "../../settings/schema";
import type { Settings } from "../../settings/schema";
import { changed, configOf, rawSettings } from "../helpers/settings";

const sound = rawSettings("scholarship", "production");

function load(config: Readonly<Record<string, string>>): Settings {
  pulumi.runtime.setAllConfig({ ...config });
  return loadSettings();
}

describe("loading the settings of the current stack", () => {
  it("reads the topics of the namespace, each as the engine hands it over, and nothing of another namespace", () => {
    const { network, database } = load({ ...configOf(sound), "aws:region": "us-east-1", "pulumi:disable-default-providers": '["*"]' });
    assert.deepEqual(network, sound["network"]);
    assert.equal(database?.engineVersion, "15");
  });

  it("takes JSON text that is broken for one problem among the others, and shows no secret of it", () => {
    const config = {
      ...configOf(changed(sound, "database.replicas", 6)),
      "groundwork:cluster": "{execLogRetentionDays: 90",
      "groundwork:channels": '{"operations":{"https":{"pager":{"secretUrl":"https://pager.example/hunter2"}}}',
    };
    assert.throws(
      () => load(config),
      (error) => {
        assert.ok(error instanceof SettingsError);
        assert.deepEqual(
          error.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`),
          [
            'groundwork:cluster | "{execLogRetentionDays: 90" | a value of type object',
            "groundwork:database.replicas | 6 | at most 5",
            "groundwork:channels | (not shown) | a value of type map",
          ],
        );
        return true;
      },
    );
  });

  it("says what a stack without settings lacks: every topic that no system can do without", () => {
    const required = Object.entries(settingsSchema.shape).filter(([, schema]) => !schema.safeParse(undefined).success);
    assert.throws(
      () => load({}),
      (error) => {
        assert.ok(error instanceof SettingsError);
        assert.deepEqual(error.problems.map(({ key }) => key), required.map(([topic]) => `groundwork:${topic}`));
        return true;
      },
    );
    assert.ok(required.length > 10);
  });
});

describe("the program under settings that are wrong", () => {
  let registered: string[];

  /** Runs the program with a count of what it registers, also where it fails. */
  async function run(config: Readonly<Record<string, string>>): Promise<unknown> {
    registered = [];
    const program = () => {
      pulumi.runtime.registerStackTransformation(({ type, name }) => {
        registered.push(`${type} ${name}`);
        return undefined;
      });
      return groundwork();
    };
    return record(program, { project: "scholarship", config });
  }

  for (const { mistake, path, value } of [
    { mistake: "a misspelt key", path: "network.cdir", value: "10.0.0.0/16" },
    { mistake: "a rule over two topics", path: "services.backend.replicas.maximum", value: 20 },
    { mistake: "a topic too many", path: "databse", value: {} },
  ]) {
    it(`registers no resource, not even a provider: ${mistake}`, async () => {
      await assert.rejects(run(configOf(changed(sound, path, value))), (error) => {
        assert.ok(error instanceof SettingsError);
        assert.equal(error.problems.length, 1);
        return true;
      });
      assert.deepEqual(registered, []);
    });
  }

  it("registers resources again as soon as they are right", async () => {
    await run(configOf(sound));
    assert.ok(registered.length > 400, `${registered.length} resources`);
  });
});
