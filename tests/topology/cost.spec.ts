import { strict as assert } from "node:assert";
import { parseSettings } from "../../settings/parse";
import { Channels } from "../../components/channels";
import { buildCost } from "../../topology/cost";
import { createProviders } from "../../topology/providers";
import { build } from "../helpers/graph";
import { changed, rawSettings } from "../helpers/settings";

const BUDGET = "aws:budgets/budget:Budget";
const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
const sound = rawSettings("scholarship", "production");
const budget = {
  monthlyLimitUsd: 200,
  notifications: [{ when: "actual", percent: 80, channel: "operations" }, { when: "forecast", percent: 100, channel: "database" }],
  activateTags: false,
};

/** The costs of a stack, with topics and nothing else of it. */
function costs(value: unknown) {
  const settings = parseSettings(changed(sound, "budget", value));
  return build(() => {
    const providers = createProviders(settings);
    const nobody = { email: [], sms: [], https: {}, slack: [] };
    const { topicArns } = new Channels(
      "channels",
      {
        namePrefix: "scholarship-production", accountId: "123456789012", region: "eu-central-1", keyArn: "arn:key",
        channels: { operations: nobody, database: nobody },
      },
      { provider: providers.aws },
    );
    buildCost(settings, providers, { topicArns });
  });
}

describe("the costs of a stack", () => {
  it("are those of its system in its environment, and each notification tells its channel", async () => {
    const graph = await costs(budget);
    const { name, filterExpression, notifications } = graph.one(BUDGET).inputs;
    assert.equal(name, "scholarship-production");
    assert.deepEqual(filterExpression, {
      ands: [{ tags: { key: "System", values: ["scholarship"] } }, { tags: { key: "Environment", values: ["production"] } }],
    });
    const arn = (channel: string) => graph.one("aws:sns/topic:Topic", `channels-${channel}`).outputs.arn;
    assert.ok(Array.isArray(notifications));
    assert.deepEqual(notifications.map((notification) => Object(notification).subscriberSnsTopicArns), [[arn("operations")], [arn("database")]]);
    assert.deepEqual(graph.all(MONITOR), []);
  });

  it("are watched for what is new where the settings ask for it, by the system's tag or by the account's services", async () => {
    const watching = async (watches: string) =>
      (await costs({ ...budget, anomalies: { watches, minImpactUsd: 20, channel: "operations" } })).one(MONITOR).inputs;
    assert.match(String((await watching("system")).monitorSpecification), /"Key":"System".*"scholarship"/);
    assert.equal((await watching("account-services")).monitorDimension, "SERVICE");
  });

  it("are nobody's business where the settings say nothing", async () => {
    assert.deepEqual((await costs(undefined)).all(BUDGET), []);
  });
});
