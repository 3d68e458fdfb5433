import { strict as assert } from "node:assert";
import { FindingAlerts } from "../../components/finding-alerts";
import type { FindingAlertsArgs } from "../../components/finding-alerts";
import { guardDutyPattern, securityHubPattern } from "../../components/internal/security-services";
import { build } from "../helpers/graph";

const topic = (name: string) => `arn:aws:sns:eu-central-1:123456789012:reference-production-${name}`;
const args: FindingAlertsArgs = {
  leastSeverity: "HIGH",
  runbookBaseUrl: "https://runbooks.example.org",
  topicArns: [topic("security"), topic("on-call")],
};

describe("FindingAlerts", () => {
  it("tells each topic of GuardDuty's findings and of Security Hub's", async () => {
    const graph = await build(() => new FindingAlerts("findings", args));
    assert.deepEqual(graph.all("aws:cloudwatch/eventRule:EventRule").map(({ name, inputs }) => [name, inputs.eventPattern]), [
      ["findings-guardduty", guardDutyPattern("HIGH")],
      ["findings-securityhub", securityHubPattern("HIGH")],
    ]);
    const targets = graph.all("aws:cloudwatch/eventTarget:EventTarget");
    assert.deepEqual(targets.map(({ name, inputs }) => [name, inputs.arn]), [
      ["findings-guardduty-topic-0", topic("security")],
      ["findings-guardduty-topic-1", topic("on-call")],
      ["findings-securityhub-topic-0", topic("security")],
      ["findings-securityhub-topic-1", topic("on-call")],
    ]);
  });

  it("says what was found, how bad, where, and what to do, with a path for every word in brackets", async () => {
    const graph = await build(() => new FindingAlerts("findings", args));
    for (const { inputs } of graph.all("aws:cloudwatch/eventTarget:EventTarget")) {
      const { inputPaths, inputTemplate } = { inputPaths: {}, inputTemplate: "", ...Object(inputs.inputTransformer) };
      const used = [...String(inputTemplate).matchAll(/<(\w+)>/g)].map(([, word]) => word);
      assert.deepEqual(used.toSorted(), Object.keys(inputPaths).toSorted());
      // EventBridge wants a text in quotes.
      assert.match(String(inputTemplate), /^"<title>.* Runbook: https:\/\/runbooks\.example\.org\/security-finding\.md"$/);
    }
  });

  it("refuses no topic, and six", async () => {
    for (const count of [0, 6]) {
      await assert.rejects(
        build(() => new FindingAlerts("findings", { ...args, topicArns: Array.from({ length: count }, () => topic("security")) })),
        new RegExp(`findings: expected 1 to 5 topics, got ${count}`),
      );
    }
  });
});
