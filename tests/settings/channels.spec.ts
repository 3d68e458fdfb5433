import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { channelsSchema } from "../../settings/channels";

const sound = {
  database: { email: ["dba@example.edu"] },
  "on-call": { sms: ["+12025550123"], https: { pagerduty: { secretUrl: "https://events.example.org/integration/key" } } },
};
const messages = (value: unknown) =>
  channelsSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("channels settings", () => {
  it("are sound as the fixture has them, with nobody where nobody is named", () => {
    assert.deepEqual(channelsSchema.parse(sound).database, { email: ["dba@example.edu"], sms: [], https: {}, slack: [] });
  });

  it("refuse a telephone number that is not in E.164 form", () => {
    for (const number of ["+1-555-0123", "0049301234567", "+0123456789", "12025550123", "+1234567890123456"]) {
      assert.deepEqual(messages({ ...sound, "on-call": { sms: [number] } }), [
        ["on-call.sms.0", "a number in E.164 form, + and 7 to 15 digits without spaces, in quotes"],
      ]);
    }
  });

  it("take every number that E.164 allows", () => {
    const number = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 14 }))
      .map(([first, rest]) => `+${first}${rest.join("")}`);
    fc.assert(fc.property(number, (text) => messages({ ...sound, "on-call": { sms: [text] } }) === undefined));
  });

  it("refuse an endpoint without TLS", () => {
    const https = { pagerduty: { secretUrl: "http://events.example.org/integration/key" } };
    assert.deepEqual(messages({ ...sound, "on-call": { https } }), [["on-call.https.pagerduty.secretUrl", "an https URL"]]);
  });

  it("refuse a channel that nobody hears, and no channel at all", () => {
    assert.deepEqual(messages({ ...sound, security: {} }), [
      ["security", "at least one address, number or endpoint: a channel that nobody hears is no channel"],
    ]);
    assert.deepEqual(messages({}), [["", "at least one channel"]]);
  });

  const slack = (channelId: string, workspaceId = "T07EA123LEP") => ({ workspaceId, channelId });

  it("take a channel that only Slack hears", () => {
    assert.equal(messages({ database: { slack: [slack("C07EZ1ABC23")] } }), undefined);
  });

  it("refuse names where Slack has IDs, and a channel twice", () => {
    assert.deepEqual(messages({ database: { slack: [slack("#database-support", "example")] } }), [
      ["database.slack.0.workspaceId", "a workspace's ID such as T07EA123LEP, not its name"],
      ["database.slack.0.channelId", "a channel's ID such as C07EZ1ABC23, not its name"],
    ]);
    assert.deepEqual(messages({ database: { slack: [slack("C07EZ1ABC23"), slack("C07EZ1ABC23")] } }), [
      ["database.slack", "channels that differ"],
    ]);
  });

  it("refuse an address given twice", () => {
    assert.deepEqual(messages({ database: { email: ["dba@example.edu", "dba@example.edu"] } }), [
      ["database.email", "addresses that differ"],
    ]);
  });
});
