import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { problemsOf } from "../../settings/problems";
import { secretsSchema } from "../../settings/secrets";

const compliant = {
  "application-key": {
    kind: "generated",
    class: "application-key",
    description: "Signs the tokens of the API.",
    length: 64,
  },
  smtp: {
    kind: "external",
    class: "external",
    description: "The account at the mail server.",
    keys: ["username", "password"],
  },
};

function problems(settings: unknown) {
  const { error } = secretsSchema.safeParse(settings);
  return error === undefined ? [] : problemsOf("secrets", settings, error);
}

const changed = (name: keyof typeof compliant, change: object) => ({
  ...compliant,
  [name]: { ...compliant[name], ...change },
});

describe("settings: secrets", () => {
  it("accepts generated and external secrets, plain text and generation 1 unless said otherwise", () => {
    assert.deepEqual(secretsSchema.parse(compliant)["application-key"], {
      ...compliant["application-key"],
      keys: [],
      generation: 1,
    });
  });

  it("refuses a value in clear text, by key, and never prints it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("value", "secret", "password", "plaintext", "username"),
        fc.constantFrom<keyof typeof compliant>("smtp", "application-key"),
        fc.oneof(fc.stringMatching(/^zq[a-z0-9]{6,20}$/), fc.record({ a: fc.constant("zqnested1") })),
        (key, name, value) => {
          const found = problems(changed(name, { [key]: value }));
          assert.deepEqual(found.map((problem) => problem.expected), ["no such key; check the spelling against docs/settings.md"]);
          assert.doesNotMatch(JSON.stringify(found), /zq/);
        },
      ),
    );
  });

  it("refuses a value in the place of a secret, and never prints it", () => {
    const found = problems({ ...compliant, smtp: "zqhunter2" });
    assert.deepEqual(found, [{ key: "groundwork:secrets.smtp", got: "(not shown)", expected: "a value of type object" }]);
  });

  it("holds an application key to 64 characters", () => {
    for (const length of [63, 65]) {
      assert.deepEqual(problems(changed("application-key", { length })), [
        {
          key: 'groundwork:secrets["application-key"].length',
          got: "(not shown)",
          expected: "64, the length of an application key",
        },
      ]);
    }
  });

  it("lets another generated secret have another length, 32 at least", () => {
    assert.deepEqual(problems(changed("application-key", { class: "webhook", length: 32 })), []);
    assert.deepEqual(
      problems(changed("application-key", { class: "webhook", length: 31 })).map(({ expected }) => expected),
      ["at least 32"],
    );
  });

  it("refuses a generated secret of class external", () => {
    assert.deepEqual(
      problems(changed("application-key", { class: "external" })).map(({ expected }) => expected),
      ["database, application-key, api-key or webhook: nobody outside knows a generated value"],
    );
  });

  it("refuses a length on an external secret: nothing would read it", () => {
    assert.deepEqual(problems(changed("smtp", { length: 64 })).map(({ key }) => key), ["groundwork:secrets.smtp.length"]);
  });

  it("refuses doubled and unreadable JSON keys", () => {
    assert.deepEqual(problems(changed("smtp", { keys: ["a", "a"] })).map(({ expected }) => expected), ["keys that differ"]);
    assert.deepEqual(problems(changed("smtp", { keys: ["a b"] })).map(({ expected }) => expected), [
      "a JSON key of letters, digits and underscores, not a digit first",
    ]);
  });
});
