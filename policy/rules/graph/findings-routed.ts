import { subscribedTopics } from "../../alarm-topics";
import { at, mustExist, ofType, outcome, refersTo, shown, STACK_URN, targets, texts, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Stack } from "../../model";
import { readThrough } from "../../path";
import type { GraphRule } from "../../rule";

const DETECTOR = "aws:guardduty/detector:Detector";
const HUB = "aws:securityhub/account:Account";
const STANDARD = "aws:securityhub/standardsSubscription:StandardsSubscription";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const SOURCES = ["aws.guardduty", "aws.securityhub"];

/** Whether findings of a service reach somebody: a rule that is on, with a topic that is heard as its target. */
function isHeard(stack: Stack, source: string): boolean {
  const topics = subscribedTopics(stack);
  const isOf = ({ properties: { eventPattern, state, isEnabled } }: PolicyResource) =>
    texts(at(readThrough(eventPattern), "source")).includes(source) && (state === undefined || state === "ENABLED") && isEnabled !== false;
  const heard = ofType(stack, "aws:cloudwatch/eventTarget:EventTarget").filter((target) => targets(target, "arn", topics).length > 0);
  return ofType(stack, RULE).some((rule) => isOf(rule) && heard.some((target) => refersTo(target, "rule", rule)));
}

export const findingsRouted: GraphRule = {
  id: "findings-routed",
  reason: "An intruder that GuardDuty saw and nobody heard of stays.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set groundwork:accountSecurity with channels; AccountSecurity turns the services on, FindingAlerts tells the channels.",
  checklist: ["S-30"],
  equivalents: ["CKV_AWS_238", "FSBP GuardDuty.1", "Prowler securityhub_enabled"],
  evaluate: (stack, { ownsAccount = false }) => {
    const detectors = ofType(stack, DETECTOR);
    // The provider turns a detector on by itself.
    const off = detectors.filter(({ properties: { enable } }) => enable !== undefined && enable !== true).map((detector) => violation(detector, "enable", shown(detector.properties.enable), "true"));
    if (!ownsAccount) return outcome(detectors, off);
    const missing = [HUB, STANDARD].filter((type) => ofType(stack, type).length === 0);
    const unheard = SOURCES.filter((source) => !isHeard(stack, source));
    return mustExist(detectors, DETECTOR, [
      ...off,
      ...missing.map((type) => ({ urn: STACK_URN, property: type, found: "none", required: "at least one" })),
      ...unheard.map((source) => ({ urn: STACK_URN, property: `${RULE} ${source}`, found: "none that leads to a topic with a subscription", required: "one" })),
    ]);
  },
};
