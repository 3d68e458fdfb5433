import { isOff, oneOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PropertyRule } from "../../rule";

export const NETWORK_RULES: readonly PropertyRule[] = [
  {
    id: "net-subnet-no-auto-public",
    reason: "what starts in a subnet must not get a public address by itself",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "leave mapPublicIpOnLaunch false, as Network does",
    checklist: ["S-18"],
    equivalents: ["CKV_AWS_130", "cdk-nag VPCSubnetAutoAssignPublicIpDisabled", "FSBP EC2.15", "AVD-AWS-0164"],
    types: ["aws:ec2/subnet:Subnet"],
    property: "mapPublicIpOnLaunch",
    absent: false,
    ...isOff,
  },
  {
    id: "net-nat-metadata-tokens",
    reason: "a request that an instance is tricked into must not read its credentials",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set metadataOptions.httpTokens to required, as NatInstance does",
    checklist: ["S-24"],
    equivalents: [],
    types: ["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"],
    property: "metadataOptions.httpTokens",
    ...oneOf("required"),
  },
];
