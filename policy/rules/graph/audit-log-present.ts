import { at, list, ofType, refersTo, shown, STACK_URN, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const DATABASES = ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"] as const;

const RECORDS = [
  { of: ["aws:lb/loadBalancer:LoadBalancer"], type: "aws:s3/bucket:Bucket", what: "an access log" },
  { of: ["aws:wafv2/webAcl:WebAcl"], type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", by: "resourceArn", what: "a request log" },
  { of: ["aws:ec2/vpc:Vpc"], type: "aws:ec2/flowLog:FlowLog", by: "vpcId", what: "a flow log" },
  { of: DATABASES, type: "aws:cloudwatch/logGroup:LogGroup", what: "a log export" },
] as const;

export const auditLogPresent: GraphRule = {
  id: "audit-log-present",
  reason: "Who came in, what was refused and what the database did must be on record before anybody asks.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make them with LoadBalancer, WebFirewall, Network and Database; each writes its record.",
  checklist: ["S-26"],
  equivalents: ["CKV_AWS_91", "CKV2_AWS_11", "AwsSolutions-ELB2", "AwsSolutions-VPC7", "FSBP ELB.5", "FSBP EC2.6"],
  evaluate: (stack) => {
    const inspected = RECORDS.flatMap(({ of }) => ofType(stack, ...of));
    const violations = RECORDS.flatMap((record) => {
      const recorded = ofType(stack, ...record.of);
      // All four kinds belong to a system; a stack without one of them has nobody who looks there.
      if (recorded.length === 0) return [{ urn: STACK_URN, property: record.of.join(" or "), found: "none", required: `one with ${record.what}` }];
      return recorded.flatMap((resource) => {
        if ("by" in record) {
          return ofType(stack, record.type).some((log) => refersTo(log, record.by, resource)) ? [] : [violation(resource, record.type, "none", record.what)];
        }
        if (record.of === DATABASES) {
          const { enabledCloudwatchLogsExports: exported } = resource.properties;
          return list(exported).length > 0 ? [] : [violation(resource, "enabledCloudwatchLogsExports", shown(exported), record.what)];
        }
        const on = at(resource.properties, "accessLogs.enabled") === true && targets(resource, "accessLogs.bucket", ofType(stack, record.type)).length > 0;
        return on ? [] : [violation(resource, "accessLogs", shown(resource.properties.accessLogs), "enabled, to a bucket of this stack")];
      });
    });
    return { inspected: inspected.map(({ urn }) => urn), violations };
  },
};
