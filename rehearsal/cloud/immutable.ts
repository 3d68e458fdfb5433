import { providerRules, sameProperty } from "./provider-rules";

/**
 * Properties that force a replacement and that the provider's schema does not mark: it decides them in code
 * (CustomizeDiff), or through a shared schema that the extraction does not follow.
 */
const ALSO_IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html: a topic can't be renamed.
  "aws:sns/topic:Topic": ["name", "namePrefix", "fifoTopic"],
  "aws:sns/topicSubscription:TopicSubscription": ["topic", "endpoint", "protocol"],
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html: the first block stays.
  "aws:ec2/vpc:Vpc": ["cidrBlock", "instanceTenancy"],
  "aws:iam/policy:Policy": ["name", "path"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  // "log_group_class", "name": https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html has none of these.
  "aws:elasticache/replicationGroup:ReplicationGroup": ["replicationGroupId", "subnetGroupName", "atRestEncryptionEnabled", "kmsKeyId", "port"],
  "random:index/randomPassword:RandomPassword": ["*"],
  "random:index/randomString:RandomString": ["*"],
  "random:index/randomId:RandomId": ["*"],
  "random:index/randomBytes:RandomBytes": ["*"],
  "random:index/randomUuid:RandomUuid": ["*"],
  "random:index/randomInteger:RandomInteger": ["*"],
  "random:index/randomPet:RandomPet": ["*"],
  "random:index/randomShuffle:RandomShuffle": ["*"],
  // Cloudflare v5 marks these with RequiresReplace: internal/services/*/schema.go in terraform-provider-cloudflare.
  "cloudflare:index/dnsRecord:DnsRecord": ["zoneId"],
  "cloudflare:index/ruleset:Ruleset": ["zoneId", "accountId", "kind", "phase"],
  "cloudflare:index/zoneSetting:ZoneSetting": ["zoneId", "settingId"],
  "cloudflare:index/urlNormalizationSettings:UrlNormalizationSettings": ["zoneId"],
  "cloudflare:index/argoTieredCaching:ArgoTieredCaching": ["zoneId"],
  "cloudflare:index/tieredCache:TieredCache": ["zoneId"],
  "cloudflare:index/zone:Zone": ["name", "account"],
};

/** True if a property can't be changed on a living resource of the type. `path` as in a diff: `rules[0].priority`. */
export function forcesReplacement(type: string, path: string): boolean {
  const immutable = [...(providerRules(type).replaces ?? []), ...(ALSO_IMMUTABLE[type] ?? [])];
  return immutable.some((property) => property === "*" || sameProperty(path, property));
}
