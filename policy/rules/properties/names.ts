import { must } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Value } from "../../model";
import type { PropertyRule } from "../../rule";

/**
 * What is replaced by a change of its family, port, network or description while something uses it. Names of services,
 * clusters, queues and stores are not here: others know those by their name, or nothing replaces them.
 */
const REPLACED_IN_USE = [
  "aws:autoscaling/group:Group",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:elasticache/parameterGroup:ParameterGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
  "aws:lb/targetGroup:TargetGroup",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws:rds/optionGroup:OptionGroup",
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup",
];

/**
 * A name that the provider made up: a resource policy sees it among the inputs, since a provider's check adds it. It is the
 * logical name, or a prefix that the program gave, and hexadecimal digits.
 * https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
function isMadeUp(value: Value, { name, properties }: PolicyResource): boolean {
  const { namePrefix } = properties;
  const [, given, base] = /^((.*)-[0-9a-f]{7}|.*[0-9a-f]{26})$/s.exec(String(value)) ?? [];
  if (given === undefined) return false;
  if (typeof namePrefix === "string") return namePrefix !== "" && given.startsWith(namePrefix) && given.length === namePrefix.length + 26;
  return base !== undefined && base !== "" && name.toLowerCase().startsWith(base.toLowerCase());
}

export const NAME_RULES: readonly PropertyRule[] = [
  {
    id: "names-not-fixed",
    reason: "no two can have one name, so a replacement would begin by deleting what is still in use, which AWS refuses",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "leave name out, or give a namePrefix",
    checklist: [],
    equivalents: [],
    types: REPLACED_IN_USE,
    property: "name",
    ...must("no name of the program's own", (value, _floors, resource) => value === undefined || isMadeUp(value, resource), ["web", "web-production", "web-0a1b2c3"]),
  },
];
