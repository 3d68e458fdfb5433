import { strict as assert } from "node:assert";
import { secretName, secretTags } from "../../../components/internal/secret-names";

describe("secretName", () => {
  it("joins system, environment and name with slashes", () => {
    assert.equal(secretName("scholarship", "production", "smtp"), "scholarship/production/smtp");
  });

  it("accepts the 512 characters that AWS allows and refuses one more", () => {
    const fill = 512 - "scholarship/production/".length;
    assert.equal(secretName("scholarship", "production", "a".repeat(fill)).length, 512);
    assert.throws(() => secretName("scholarship", "production", "a".repeat(fill + 1)), /has 513 characters, AWS allows 512/);
  });

  it("refuses characters that AWS refuses", () => {
    assert.throws(() => secretName("scholarship", "production", "smtp password"), /holds characters that AWS refuses/);
  });
});

describe("secretTags", () => {
  it("puts every secret in the highest class of data", () => {
    assert.deepEqual(secretTags("webhook"), { DataClass: "restricted", SecretClass: "webhook" });
  });
});
