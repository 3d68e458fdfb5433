import { strict as assert } from "node:assert";
import { metricsSchema } from "../../settings/metrics";

const channels = ["operations"];
const rule = { above: 10, forMinutes: 5, missingData: "notBreaching", channels };
const application = { kind: "application", publisher: "api", namespace: "Shop/production", metricName: "Sales", statistic: "Sum" };
const log = { kind: "log", of: ["api"], pattern: '"auth" "failed"', namespace: "Shop/production", metricName: "FailedSignIns", statistic: "Sum" };
const aws = { kind: "aws", namespace: "AWS/WAFV2", metricName: "BlockedRequests", dimensions: { Rule: "ALL" }, statistic: "Sum" };
const expression = { kind: "expression", expression: "IF(all > 0, 100 * sold / all, 100)", of: { sold: "sales", all: "visits" } };
const metric = (source: object, rest: object = {}) => ({ title: "Sales (count)", source, firstLook: "Look.", alarms: { high: rule }, ...rest });
const sound = {
  sales: metric(application),
  "sign-ins": metric(log),
  visits: metric(aws, { alarms: {} }),
  conversion: metric(expression, { periodMinutes: 60, alarms: { high: { ...rule, forMinutes: 10_080 } } }),
};
const messages = (value: unknown) =>
  metricsSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const paths = (value: unknown) => messages(value)?.map(([path]) => path);

describe("metrics settings", () => {
  it("are sound as the fixture has them, one of each source", () => assert.equal(messages(sound), undefined));

  it("require of a metric all but its period and its alarms", () => {
    assert.deepEqual(paths({ sales: {} }), ["sales.title", "sales.source", "sales.firstLook"]);
    const { sales } = metricsSchema.parse({ sales: { ...metric(application), alarms: undefined } });
    assert.deepEqual([sales?.periodMinutes, sales?.alarms], [1, {}]);
  });

  it("count each line once where the setting does not say what it adds", () => {
    const source = metricsSchema.parse({ "sign-ins": metric(log) })["sign-ins"]?.source;
    assert.deepEqual(source?.kind === "log" ? [source.value, source.defaultValue] : undefined, ["1", undefined]);
  });

  it("turn the four limits into their comparisons", () => {
    for (const [key, comparison] of [["above", "above"], ["atOrAbove", "at-or-above"], ["below", "below"], ["atOrBelow", "at-or-below"]] as const) {
      const alarms = { high: { [key]: -20, forMinutes: 30, missingData: "missing", channels } };
      assert.deepEqual(metricsSchema.parse({ sales: metric(application, { alarms }) }).sales?.alarms, {
        high: { comparison, limit: -20, forMinutes: 30, missingData: "missing", channels },
      });
    }
  });

  it("refuse an alarm with no limit or with two", () => {
    const { above: _, ...none } = rule;
    for (const wrong of [none, { ...rule, below: 1 }]) {
      assert.deepEqual(messages({ sales: metric(application, { alarms: { high: wrong } }) }), [
        ["sales.alarms.high", "exactly one of above, atOrAbove, below, atOrBelow"],
      ]);
    }
  });

  it("ask what silence means", () => {
    const { missingData: _, ...silent } = rule;
    assert.deepEqual(paths({ sales: metric(application, { alarms: { high: silent } }) }), ["sales.alarms.high.missingData"]);
  });

  it("refuse a time that is no multiple of the period, and one further back than CloudWatch looks", () => {
    const withTimes = (periodMinutes: number, forMinutes: number) =>
      messages({ sales: metric(application, { periodMinutes, alarms: { high: { ...rule, forMinutes } } }) });
    assert.equal(withTimes(5, 1440), undefined);
    const beyond = (period: number, most: number) => [
      ["sales.alarms.high.forMinutes", `a multiple of the period, ${period}, and at most ${most}: further back CloudWatch does not look`],
    ];
    assert.deepEqual(withTimes(5, 7), beyond(5, 1440));
    assert.deepEqual(withTimes(5, 1445), beyond(5, 1440));
    assert.equal(withTimes(60, 1500), undefined);
  });

  for (const [what, source, path] of [
    ["a namespace that AWS keeps for itself", { ...application, namespace: "AWS/Shop" }, "namespace"],
    ["a metric of AWS outside its namespaces", { ...aws, namespace: "Shop" }, "namespace"],
    ["a pattern that CloudWatch Logs does not take", { ...log, pattern: "%(a|b)%" }, "pattern"],
    ["a value that is neither number nor field", { ...log, value: "many" }, "value"],
    ["dimensions of what a log counts", { ...log, dimensions: { A: "b" } }, ""],
    ["a log twice", { ...log, of: ["api", "api"] }, "of"],
    ["a statistic that there is not", { ...application, statistic: "Median" }, "statistic"],
    ["a source that there is not", { kind: "guess" }, "kind"],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(paths({ sales: metric(source) }), [`sales.source${path === "" ? "" : `.${path}`}`]);
    });
  }

  it("refuse two metrics that count in one", () => {
    assert.deepEqual(messages({ "sign-ins": metric(log), others: metric(log) }), [
      ["others.source.metricName", "another name: sign-ins counts in Shop/production FailedSignIns"],
    ]);
  });

  it("refuse an expression of what is not there, of another expression, or of what it does not use", () => {
    const withOf = (of: object, text = expression.expression) => messages({ ...sound, conversion: metric({ ...expression, of, expression: text }) });
    const known = "one of the metrics sales, sign-ins, visits";
    assert.deepEqual(withOf({ sold: "turnover", all: "visits" }), [["conversion.source.of.sold", known]]);
    assert.deepEqual(withOf({ sold: "conversion", all: "visits" }), [["conversion.source.of.sold", known]]);
    assert.deepEqual(withOf({ sold: "sales", all: "visits" }, "sold"), [["conversion.source.expression", "an expression that uses all"]]);
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`m${index}`, "sales"]));
    assert.ok(withOf(ten, Object.keys(ten).join(" + "))?.some(([, message]) => message === "1 to 9 metrics"));
  });

  it("refuse the sixth regular expression on one log", () => {
    const filters = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`filter-${index}`, metric({ ...log, pattern: "%xss|rce%", metricName: `Filter${index}` })]),
      );
    assert.equal(messages(filters(5)), undefined);
    assert.deepEqual(messages(filters(6)), [
      ["filter-5.source.pattern", "no regular expression: the log of api has 5 already, and takes no more"],
    ]);
  });
});
