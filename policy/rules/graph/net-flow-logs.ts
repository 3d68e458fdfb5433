import { mustExist, ofType, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const VPC = "aws:ec2/vpc:Vpc";
const LOG = "aws:ec2/flowLog:FlowLog";
const DESTINATIONS = ["aws:cloudwatch/logGroup:LogGroup", "aws:s3/bucket:Bucket", "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"];

export const netFlowLogs: GraphRule = {
  id: "net-flow-logs",
  reason: "Without a record of its refused connections nobody can say afterwards who tried what in a network.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Make the VPC with the Network component and set groundwork:network.flowLogRetentionDays.",
  checklist: ["S-26"],
  equivalents: ["CKV2_AWS_11", "AwsSolutions-VPC7", "FSBP EC2.6", "AVD-AWS-0178"],
  evaluate: (stack) => {
    const vpcs = ofType(stack, VPC);
    const destinations = ofType(stack, ...DESTINATIONS);
    const violations = vpcs.flatMap((vpc) => {
      const logs = ofType(stack, LOG).filter((log) => refersTo(log, "vpcId", vpc));
      if (logs.length === 0) return [violation(vpc, LOG, "none", "one of all or refused traffic")];
      return logs.flatMap((log) => {
        const { trafficType, logDestination } = log.properties;
        return [
          ...(trafficType === "ALL" || trafficType === "REJECT" ? [] : [violation(log, "trafficType", shown(trafficType), "ALL or REJECT")]),
          ...(targets(log, "logDestination", destinations).length > 0
            ? []
            : [violation(log, "logDestination", shown(logDestination), "a log group or bucket of this stack")]),
        ];
      });
    });
    return mustExist(vpcs, VPC, violations);
  },
};
