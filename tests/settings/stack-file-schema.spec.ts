import { strict as assert } from "node:assert";
import Ajv2020 from "ajv/dist/2020";
import { settingsSchema } from "../../settings/schema";
import { stackFileSchema } from "../../settings/stack-file-schema";
import { changed, rawSettings } from "../helpers/settings";

// Formats such as "email" are for the program; an editor that knows them checks them as well.
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, validateFormats: false }).compile(stackFileSchema());
const sound = rawSettings("scholarship", "production");
const file = (topics: object) => ({
  config: Object.fromEntries(Object.entries(topics).map(([topic, value]) => [`groundwork:${topic}`, value])),
});
const errors = (value: unknown) => {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`);
};

describe("the JSON Schema of a stack file", () => {
  it("takes scholarship's production", () => assert.deepEqual(errors(file(sound)), []));

  it("knows a key for each topic of the settings", () => {
    for (const [topic, schema] of Object.entries(settingsSchema.shape)) {
      const without = errors(file(changed(sound, topic, undefined)));
      // What a system may lack may be left out, and is known all the same.
      if (schema.safeParse(undefined).success) {
        const wrong = errors(file({ ...sound, [topic]: 7 }));
        // One of several forms says one thing for each of them; an unknown key would be told of at /config.
        assert.ok(wrong.length > 0 && wrong.every((error) => error.startsWith(`/config/groundwork:${topic} `)), wrong.join("\n"));
      }
      else assert.deepEqual(without, [`/config must have required property 'groundwork:${topic}' {"missingProperty":"groundwork:${topic}"}`]);
    }
  });

  it("leaves out what has a default, which the program fills in", () => {
    assert.deepEqual(errors(file(changed(sound, "services.backend.architecture", undefined))), []);
  });

  it("leaves other namespaces and what encrypts secrets to the engine", () => {
    const { config } = file(sound);
    assert.deepEqual(
      errors({ config: { ...config, "aws:region": "eu-central-1" }, secretsprovider: "awskms://alias/x", encryptedkey: "x" }),
      [],
    );
  });

  for (const { mistake, path, value, expected } of [
    { mistake: "a topic that there is not", path: "netwrok", value: {}, expected: '/config must NOT have additional properties {"additionalProperty":"groundwork:netwrok"}' },
    { mistake: "a misspelt key", path: "network.cdir", value: "", expected: '/config/groundwork:network must NOT have additional properties {"additionalProperty":"cdir"}' },
    { mistake: "a wrong type", path: "database.multiAz", value: "yes", expected: '/config/groundwork:database/multiAz must be boolean {"type":"boolean"}' },
    { mistake: "a number beyond its range", path: "database.replicas", value: 6, expected: '/config/groundwork:database/replicas must be <= 5 {"comparison":"<=","limit":5}' },
  ]) {
    it(`shows ${mistake} in an editor`, () => assert.deepEqual(errors(file(changed(sound, path, value))), [expected]));
  }
});
