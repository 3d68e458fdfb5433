import { strict as assert } from "node:assert";
import { messageOf, shown } from "../../policy/message";
import { UNKNOWN } from "../../rehearsal/provider/struct";

const rule = {
  id: "rds-not-public",
  reason: "a database that the internet reaches is attacked within minutes",
  severity: "critical",
  levels: { production: "mandatory", "non-production": "mandatory" },
  remedy: "remove publiclyAccessible",
  checklist: ["S-18"],
  equivalents: [],
} as const;
const resource = {
  type: "aws:rds/instance:Instance",
  name: "database-primary",
  urn: "urn:one",
  properties: {},
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: {},
};
const violation = { urn: "urn:one", property: "publiclyAccessible", found: "true", required: "false" };

describe("the text of a violation", () => {
  it("names the rule, the resource, the property, what was found, what is required, why, and what to do", () => {
    assert.equal(
      messageOf(rule, violation, resource),
      [
        "rds-not-public: database-primary (aws:rds/instance:Instance)",
        "publiclyAccessible is true, required is false.",
        "Why: A database that the internet reaches is attacked within minutes.",
        "Next: Remove publiclyAccessible.",
      ].join("\n"),
    );
  });

  it("speaks of the stack where the resource is what is missing", () => {
    assert.match(messageOf(rule, violation, undefined), /^rds-not-public: the stack\n/);
  });

  it("hides credentials in what a graph rule found", () => {
    const message = messageOf(rule, { ...violation, found: "postgresql://app:hunter2@db:5432/app" }, resource);
    assert.match(message, /postgresql:\/\/\(hidden\)@db:5432\/app/);
    assert.doesNotMatch(message, /hunter2/);
  });
});

describe("a value in a message", () => {
  it("is shown as it is where it can hold no secret", () => {
    assert.equal(shown("multiAz", false), "false");
    assert.equal(shown("sslPolicy", "ELBSecurityPolicy-2016-08"), "ELBSecurityPolicy-2016-08");
    assert.equal(shown("ports", [80, 443]), "[80,443]");
    assert.equal(shown("kmsKeyId", "arn:aws:kms:eu-central-1:123456789012:key/1"), "arn:aws:kms:eu-central-1:123456789012:key/1");
  });

  it("is absent where there is none, and not known where it is unknown", () => {
    assert.equal(shown("multiAz", undefined), "absent");
    assert.equal(shown("multiAz", null), "absent");
    assert.equal(shown("multiAz", UNKNOWN), "not known before the deployment");
    assert.equal(shown("groups", [UNKNOWN]), '["(unknown)"]');
  });

  it("is cut where it is long", () => {
    assert.equal(shown("description", "x".repeat(500)).length, 161);
  });

  for (const [property, value] of [
    ["password", "hunter2"],
    ["authToken", "hunter2"],
    ["secretString", '{"password":"hunter2"}'],
    ["connectionString", "hunter2"],
    ["environment[0].value", "hunter2"],
    ["environment", { variables: { MODE: "hunter2" } }],
    ["containerDefinitions", JSON.stringify([{ environment: [{ name: "MODE", value: "hunter2" }] }])],
    ["masterPasswords[0]", "hunter2"],
    ["settings", { nested: [{ privateKey: "hunter2" }] }],
    ["url", "redis://:hunter2@cache:6379"],
    ["value", "eyJhbGciOihunter2.hunter2"],
    ["value", "AKIAIOSFODNN7EXAMPLE hunter2".slice(0, 20)],
  ] as const) {
    it(`never shows the secret of ${property}: ${JSON.stringify(value).slice(0, 40)}`, () => {
      const text = shown(property, value);
      assert.doesNotMatch(text, /hunter2|AKIA/);
      assert.match(text, /\(hidden\)/);
    });
  }
});
