import { strict as assert } from "node:assert";
import { EDGE_CLIENT_HEADER, ORIGIN_SECRET_FORM, ORIGIN_SECRET_HEADER } from "../../../components/internal/origin-secret-header";

describe("the origin's secret", () => {
  it("travels in a header that Cloudflare lets a rule set", () => {
    // https://developers.cloudflare.com/rules/transform/request-header-modification/: names that begin so are refused.
    assert.doesNotMatch(ORIGIN_SECRET_HEADER, /^(x-)?cf-/i);
    assert.match(EDGE_CLIENT_HEADER, /^CF-/);
  });

  it("has nothing that a regular expression or a header reads otherwise, and is too long to guess", () => {
    for (const value of ["0".repeat(32), "aZ9".repeat(42)]) assert.match(value, ORIGIN_SECRET_FORM);
    for (const value of ["0".repeat(31), "0".repeat(129), `${"0".repeat(32)}.`, `${"0".repeat(32)}\n`, ` ${"0".repeat(32)}`]) {
      assert.doesNotMatch(value, ORIGIN_SECRET_FORM);
    }
    assert.ok(2 * 128 + "^(|)$".length <= 512, "two of the longest fit in WAF's longest pattern");
  });
});
