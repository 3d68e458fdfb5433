import { strict as assert } from "node:assert";
import { isLike } from "../../policy/wildcard";

describe("a pattern with wildcards", () => {
  it("takes any characters for a star, none and line breaks too", () => {
    for (const text of ["service-api", "service-", "service-a\nb"]) assert.ok(isLike("service-*", text), text);
    assert.ok(isLike("*", "") && isLike("arn:aws:rds:*:*:db:*", "arn:aws:rds:eu-central-1:123456789012:db:main"));
  });

  it("takes all else as it is, whole and in its letter case", () => {
    for (const [pattern, text] of [["service-?", "service-a"], ["a.c", "abc"], ["a+", "aa"], ["service-*", "Service-api"], ["service", "a service"], ["(a|b)", "a"]] as const) assert.ok(!isLike(pattern, text), pattern);
    for (const text of ["a.c", "a+", "service-?", "(a|b)", "$1", "[x]"]) assert.ok(isLike(text, text), text);
  });
});
