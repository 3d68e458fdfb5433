import { strict as assert } from "node:assert";
import { hasRegularExpression, longestLookBackMinutes, patternExpectations } from "../../../components/internal/custom-metric";

describe("patternExpectations", () => {
  for (const pattern of [
    "",
    '"duration:" "ms"',
    '{ $.level = "error" && $.status >= 500 }',
    "?ECONNREFUSED ?timeout",
    "%[Ss][Qq][Ll].*[Ii]njection|xss|rce%",
    "[ip, user, status=5*]",
  ]) {
    it(`are none for ${pattern === "" ? "an empty pattern" : pattern}`, () => assert.deepEqual(patternExpectations(pattern), []));
  }

  for (const [pattern, expectation] of [
    ["x".repeat(1025), "at most 1024 characters"],
    ["%a% %b% %c%", "at most two regular expressions"],
    ["%(sql.*injection|xss)%", "a regular expression without parentheses, quotes and other signs that CloudWatch Logs does not take"],
    ['"never closed', "quotes that are closed"],
    ['{ $.level = "error"', 'a JSON pattern in braces, { $.level = "error" }'],
  ] as const) {
    it(`tell of ${pattern.slice(0, 30)}`, () => assert.deepEqual(patternExpectations(pattern), [expectation]));
  }
});

describe("hasRegularExpression", () => {
  it("knows one by its signs", () => {
    assert.equal(hasRegularExpression("%xss|rce%"), true);
    assert.equal(hasRegularExpression('"100%"'), false);
  });
});

describe("longestLookBackMinutes", () => {
  it("is a day, and a week from periods of an hour on", () => {
    assert.deepEqual([1, 59, 60, 1440].map(longestLookBackMinutes), [1440, 1440, 10_080, 10_080]);
  });
});
