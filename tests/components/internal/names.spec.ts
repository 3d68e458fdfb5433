import { strict as assert } from "node:assert";
import { physicalName } from "../../../components/internal/names";

describe("physicalName", () => {
  it("joins its parts with hyphens", () => {
    assert.equal(physicalName("loadBalancer", "scholarship", "production", "web"), "scholarship-production-web");
  });

  it("takes a name of exactly the length that AWS allows", () => {
    assert.equal(physicalName("loadBalancer", "a".repeat(32)), "a".repeat(32));
  });

  it("refuses one character more, and says what to shorten, instead of cutting", () => {
    assert.throws(() => physicalName("loadBalancer", "a".repeat(30), "bc"), {
      message: `the loadBalancer name "${"a".repeat(30)}-bc" has 33 characters, AWS allows 32: shorten groundwork:system.name or the name of the part`,
    });
  });
});
