import { at, list, mustExist, objects, ofType, refersTo, shown, texts, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Value } from "../../model";
import { NOT_ASKED } from "../../not-asked";
import { readThrough } from "../../path";
import type { GraphRule } from "../../rule";
import { databaseLogs, LOG_GROUP, logsOf, SERVICE, serviceName } from "../../service-logs";

const POLICY = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy";

/** CloudWatch takes one statement that counts and one that masks, over the same data. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data-policysyntax.html */
function masks(document: Value | undefined): boolean {
  const statements = objects(at(readThrough(document), "Statement"));
  const of = (operation: string) => statements.filter((statement) => at(statement, `Operation.${operation}`) !== undefined);
  const audited = of("Audit").flatMap(({ DataIdentifier }) => texts(DataIdentifier));
  const masked = of("Deidentify").filter((statement) => at(statement, "Operation.Deidentify.MaskConfig") !== undefined);
  return audited.length > 0 && masked.some(({ DataIdentifier }) => list(DataIdentifier).length > 0 && audited.every((identifier) => texts(DataIdentifier).includes(identifier)));
}

export const logPiiMasked: GraphRule = {
  id: "log-pii-masked",
  reason: "Who may read logs to find a fault need not learn whose data it was.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set groundwork:logPrivacy; a service that writes no personal data goes into maskPersonalData.exceptServices of the floors.",
  checklist: ["S-27"],
  equivalents: [],
  evaluate: (stack, { maskPersonalData }) => {
    if (maskPersonalData === undefined) return NOT_ASKED;
    const services = ofType(stack, SERVICE).filter((service) => !maskPersonalData.exceptServices.includes(serviceName(service)));
    const unlogged = services.filter((service) => !logsOf(stack, service).some(({ properties }) => String(properties.name).endsWith(`/${String(service.properties.name)}`))).map((service) => violation(service, LOG_GROUP, "none of the service's name", "one, whose data is masked"));
    const groups = [...services.flatMap((service) => logsOf(stack, service)), ...databaseLogs(stack)];
    const violations = groups.flatMap((group) => {
      const policies = ofType(stack, POLICY).filter((policy) => refersTo(policy, "logGroupName", group));
      if (policies.length === 0) return [violation(group, POLICY, "none", "one that counts and masks")];
      return policies.filter((policy: PolicyResource) => !masks(policy.properties.policyDocument)).map((policy) => violation(policy, "policyDocument", shown(policy.properties.policyDocument), "Audit and Deidentify of the same data"));
    });
    return mustExist(groups, LOG_GROUP, [...unlogged, ...violations]);
  },
};
