import { strict as assert } from "node:assert";
import { BROWSER_VITAL_KEYS } from "../../components/internal/browser-vitals";
import { realUserMonitoringSchema } from "../../settings/real-user-monitoring";

const channels = ["operations"];
const sound = {
  domains: ["app.example.org"],
  sampleRatePercent: 100,
  allowCookies: false,
  alarms: {
    "largest-contentful-paint": { maxMilliseconds: 2500, channels },
    "first-input-delay": { maxMilliseconds: 100, channels },
    "interaction-to-next-paint": { maxMilliseconds: 200, channels },
    "cumulative-layout-shift": { maxScore: 0.1, channels },
    "page-load": { maxMilliseconds: 3000, channels },
    "script-errors": { maxCount: 0, channels },
  },
};
const issues = (value: unknown) => realUserMonitoringSchema.safeParse(value).error?.issues;
const codes = (value: unknown) => issues(value)?.map(({ path, code }) => [path.join("."), code]);

describe("real user monitoring settings", () => {
  it("turn each limit into the metric's unit, as its key says it", () => {
    const { alarms } = realUserMonitoringSchema.parse(sound);
    assert.deepEqual(Object.keys(alarms), BROWSER_VITAL_KEYS);
    assert.deepEqual(alarms["cumulative-layout-shift"], { limit: 0.1, channels });
    assert.deepEqual(alarms["script-errors"], { limit: 0, channels });
    assert.deepEqual(alarms["page-load"], { limit: 3000, channels });
  });

  it("may leave each alarm out, and no other key", () => {
    assert.equal(issues({ ...sound, alarms: {} }), undefined);
    assert.deepEqual(codes({})?.map(([path]) => path), ["domains", "sampleRatePercent", "allowCookies", "alarms"]);
  });

  it("refuse no host and six, no visits and more than all", () => {
    assert.deepEqual(codes({ ...sound, domains: [] }), [["domains", "too_small"]]);
    assert.deepEqual(codes({ ...sound, domains: ["a", "b", "c", "d", "e", "f"] }), [["domains", "too_big"]]);
    assert.deepEqual(codes({ ...sound, sampleRatePercent: 0 }), [["sampleRatePercent", "too_small"]]);
    assert.deepEqual(codes({ ...sound, sampleRatePercent: 100.5 }), [["sampleRatePercent", "too_big"]]);
  });

  it("refuse an alarm that tells nobody, and one that RUM has no metric for", () => {
    assert.deepEqual(codes({ ...sound, alarms: { "page-load": { maxMilliseconds: 3000, channels: [] } } }), [["alarms.page-load.channels", "too_small"]]);
    assert.deepEqual(codes({ ...sound, alarms: { "time-to-first-byte": { maxMilliseconds: 600, channels } } }), [["alarms", "unrecognized_keys"]]);
  });
});
