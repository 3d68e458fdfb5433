/**
 * How the cloud names what it makes. A template's `{hex17}` is 17 hexadecimal digits of the property's own, `{hex17:x}`
 * those that every template of the resource which says `x` shares; `{region}` and `{account}` come from the provider,
 * `{id}` and any other word from the resource itself.
 */
export interface Form {
  /** @default - the physical name if the type has one, otherwise its service and 17 digits */
  readonly id?: string;
  /** The part after `arn:aws:`. @default - `<service>:{region}:{account}:<kind>/{id}` */
  readonly arn?: string;
  /** Properties that only the cloud sets, where the general rules of synthesize.ts would say nothing true. */
  readonly outputs?: Readonly<Record<string, string>>;
}

const ec2 = (prefix: string, kind: string, outputs?: Form["outputs"]): Form => ({
  id: `${prefix}-{hex17}`,
  arn: `ec2:{region}:{account}:${kind}/{id}`,
  ...(outputs === undefined ? {} : { outputs }),
});
const named = (property: string, arn: string, outputs?: Form["outputs"]): Form => ({
  id: `{${property}}`,
  arn,
  ...(outputs === undefined ? {} : { outputs }),
});
/** Things whose id is their ARN. */
const byArn = (arn: string, outputs?: Form["outputs"]): Form => ({
  id: `arn:aws:${arn}`,
  arn,
  ...(outputs === undefined ? {} : { outputs }),
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export const FORMS: Readonly<Record<string, Form>> = {
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", {
    defaultSecurityGroupId: "sg-{hex17:group}",
    mainRouteTableId: "rtb-{hex17:main}",
    defaultRouteTableId: "rtb-{hex17:main}",
    defaultNetworkAclId: "acl-{hex17:acl}",
    dhcpOptionsId: "dopt-{hex17}",
    ownerId: "{account}",
  }),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet", { ownerId: "{account}" }),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway", { ownerId: "{account}" }),
  "aws:ec2/natGateway:NatGateway": ec2("nat", "natgateway", { networkInterfaceId: "eni-{hex17}", publicIp: "{ip}", associationId: "eipassoc-{hex17}" }),
  "aws:ec2/eip:Eip": ec2("eipalloc", "elastic-ip", { allocationId: "{id}", publicIp: "{ip}", publicDns: "ec2-{ip-dashes}.{region}.compute.amazonaws.com", domain: "vpc" }),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table", { ownerId: "{account}" }),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ec2("rtbassoc", "route-table-association"),
  "aws:ec2/route:Route": { id: "r-{routeTableId}{digits10}", outputs: { origin: "CreateRoute", state: "active" } },
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", { prefixListId: "pl-{hex8}", state: "available", ownerId: "{account}" }),
  "aws:ec2/managedPrefixList:ManagedPrefixList": ec2("pl", "prefix-list", { ownerId: "{account}", version: "1" }),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group", { ownerId: "{account}" }),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl", { ownerId: "{account}" }),
  "aws:ec2/networkInterface:NetworkInterface": ec2("eni", "network-interface"),
  "aws:ec2/instance:Instance": ec2("i", "instance", { primaryNetworkInterfaceId: "eni-{hex17}", privateIp: "10.0.0.10" }),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group", { ownerId: "{account}", name: "default" }),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": ec2("acl", "network-acl", { ownerId: "{account}" }),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": ec2("rtb", "route-table", { ownerId: "{account}" }),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { id: "sgr-{hex17}", arn: "ec2:{region}:{account}:security-group-rule/{id}", outputs: { securityGroupRuleId: "{id}" } },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": { id: "sgr-{hex17}", arn: "ec2:{region}:{account}:security-group-rule/{id}", outputs: { securityGroupRuleId: "{id}" } },
  "aws:lb/loadBalancer:LoadBalancer": byArn("elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex16:lb}", {
    arnSuffix: "app/{name}/{hex16:lb}",
    dnsName: "{name}-{digits10}.{region}.elb.amazonaws.com",
    zoneId: "Z{upper13}",
  }),
  "aws:lb/targetGroup:TargetGroup": byArn("elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16:tg}", { arnSuffix: "targetgroup/{name}/{hex16:tg}" }),
  "aws:lb/listener:Listener": byArn("elasticloadbalancing:{region}:{account}:listener/app/{hex16}/{hex16:listener}"),
  "aws:lb/listenerRule:ListenerRule": byArn("elasticloadbalancing:{region}:{account}:listener-rule/app/{hex16}/{hex16:rule}"),
  "aws:acm/certificate:Certificate": byArn("acm:{region}:{account}:certificate/{uuid:certificate}", { status: "ISSUED", type: "AMAZON_ISSUED", renewalEligibility: "ELIGIBLE" }),
  "aws:acm/certificateValidation:CertificateValidation": { id: "{timestamp}" },
  "aws:ecs/cluster:Cluster": byArn("ecs:{region}:{account}:cluster/{name}"),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": { id: "{clusterName}" },
  "aws:ecs/service:Service": byArn("ecs:{region}:{account}:service/{cluster-name}/{name}"),
  // Terraform's id is the family alone; with the revision, the old and the new one can live side by side in one file.
  "aws:ecs/taskDefinition:TaskDefinition": { id: "{family}:{revision}", arn: "ecs:{region}:{account}:task-definition/{family}:{revision}", outputs: { arnWithoutRevision: "arn:aws:ecs:{region}:{account}:task-definition/{family}", revision: "{revision}" } },
  "aws:ecr/repository:Repository": named("name", "ecr:{region}:{account}:repository/{name}", { registryId: "{account}", repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{name}" }),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { id: "{repository}", outputs: { registryId: "{account}" } },
  "aws:appautoscaling/target:Target": { id: "{serviceNamespace}/{resourceId}/{scalableDimension}", arn: "application-autoscaling:{region}:{account}:scalable-target/{hex32}" },
  "aws:appautoscaling/policy:Policy": { id: "{serviceNamespace}/{resourceId}/{scalableDimension}/{name}", arn: "autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{resourceId}:policyName/{name}" },
  "aws:appautoscaling/scheduledAction:ScheduledAction": { id: "{name}-{serviceNamespace}-{resourceId}", arn: "autoscaling:{region}:{account}:scheduledAction:{uuid}:resource/{resourceId}:scheduledActionName/{name}" },
  "aws:rds/instance:Instance": named("identifier", "rds:{region}:{account}:db:{id}", {
    address: "{identifier}.{hex12:host}.{region}.rds.amazonaws.com",
    endpoint: "{identifier}.{hex12:host}.{region}.rds.amazonaws.com:{port}",
    hostedZoneId: "Z{upper13}",
    resourceId: "db-{upper26}",
    status: "available",
    port: "5432",
  }),
  "aws:rds/subnetGroup:SubnetGroup": named("name", "rds:{region}:{account}:subgrp:{id}"),
  "aws:rds/parameterGroup:ParameterGroup": named("name", "rds:{region}:{account}:pg:{id}"),
  "aws:rds/optionGroup:OptionGroup": named("name", "rds:{region}:{account}:og:{id}"),
  "aws:rds/eventSubscription:EventSubscription": named("name", "rds:{region}:{account}:es:{id}", { customerAwsId: "{account}" }),
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": { id: "arn:aws:rds:{region}:{account}:auto-backup:ab-{hex32}" },
  "aws:rds/proxy:Proxy": named("name", "rds:{region}:{account}:db-proxy:prx-{hex17}", { endpoint: "{name}.proxy-{hex12}.{region}.rds.amazonaws.com" }),
  "aws:elasticache/replicationGroup:ReplicationGroup": named("replicationGroupId", "elasticache:{region}:{account}:replicationgroup:{id}", {
    primaryEndpointAddress: "master.{id}.{hex6:host}.{zone-short}.cache.amazonaws.com",
    readerEndpointAddress: "replica.{id}.{hex6:host}.{zone-short}.cache.amazonaws.com",
    port: "6379",
  }),
  "aws:elasticache/subnetGroup:SubnetGroup": named("name", "elasticache:{region}:{account}:subnetgroup:{id}"),
  "aws:elasticache/parameterGroup:ParameterGroup": named("name", "elasticache:{region}:{account}:parametergroup:{id}"),
  "aws:s3/bucket:Bucket": named("bucket", "s3:::{bucket}", {
    bucketDomainName: "{bucket}.s3.amazonaws.com",
    bucketRegionalDomainName: "{bucket}.s3.{region}.amazonaws.com",
    hostedZoneId: "Z{upper13}",
  }),
  "aws:backup/vault:Vault": named("name", "backup:{region}:{account}:backup-vault:{id}"),
  "aws:backup/plan:Plan": { id: "{uuid}", arn: "backup:{region}:{account}:backup-plan:{id}", outputs: { version: "{mixed48}" } },
  "aws:backup/selection:Selection": { id: "{uuid}" },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": { id: "{backupVaultName}", outputs: { backupVaultArn: "arn:aws:backup:{region}:{account}:backup-vault:{id}" } },
  "aws:backup/vaultNotifications:VaultNotifications": { id: "{backupVaultName}", outputs: { backupVaultArn: "arn:aws:backup:{region}:{account}:backup-vault:{id}" } },
  "aws:backup/vaultPolicy:VaultPolicy": { id: "{backupVaultName}", outputs: { backupVaultArn: "arn:aws:backup:{region}:{account}:backup-vault:{id}" } },
  "aws:kms/key:Key": { id: "{uuid}", arn: "kms:{region}:{account}:key/{id}", outputs: { keyId: "{id}" } },
  "aws:kms/alias:Alias": named("name", "kms:{region}:{account}:{id}"),
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": { id: "{dbProxyName}", arn: "rds:{region}:{account}:target-group:prx-tg-{hex17}", outputs: { name: "default" } },
  "aws:rds/proxyTarget:ProxyTarget": { id: "{dbProxyName}/{targetGroupName}/RDS_INSTANCE/{dbInstanceIdentifier}", outputs: { rdsResourceId: "{dbInstanceIdentifier}", type: "RDS_INSTANCE", port: "5432" } },
  "aws:lambda/function:Function": named("name", "lambda:{region}:{account}:function:{id}", { version: "$LATEST", qualifiedArn: "arn:aws:lambda:{region}:{account}:function:{id}:$LATEST" }),
  "aws:secretsmanager/secretRotation:SecretRotation": { id: "{secretId}" },
  "aws:secretsmanager/secret:Secret": byArn("secretsmanager:{region}:{account}:secret:{name}-{mixed6:suffix}"),
  "aws:secretsmanager/secretVersion:SecretVersion": { id: "{secretId}|{uuid:version}", arn: "", outputs: { arn: "{secretId}", versionId: "{uuid:version}" } },
  "aws:sns/topic:Topic": byArn("sns:{region}:{account}:{name}", { owner: "{account}" }),
  "aws:sns/topicSubscription:TopicSubscription": byArn("sns:{region}:{account}:{topic-name}:{uuid:subscription}", { ownerId: "{account}" }),
  "aws:sns/topicPolicy:TopicPolicy": { id: "{arn}", outputs: { owner: "{account}" } },
  "aws:sqs/queue:Queue": { id: "https://sqs.{region}.amazonaws.com/{account}/{name}", arn: "sqs:{region}:{account}:{name}", outputs: { url: "{id}" } },
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("name", "cloudwatch:{region}:{account}:alarm:{id}"),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": named("alarmName", "cloudwatch:{region}:{account}:alarm:{id}"),
  "aws:cloudwatch/dashboard:Dashboard": { id: "{dashboardName}", outputs: { dashboardArn: "arn:aws:cloudwatch::{account}:dashboard/{dashboardName}" } },
  "aws:cloudwatch/logGroup:LogGroup": named("name", "logs:{region}:{account}:log-group:{id}"),
  // A filter's name is its own within one log group.
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": { id: "{logGroupName}:{name}" },
  "aws:cloudwatch/eventRule:EventRule": named("name", "events:{region}:{account}:rule/{id}"),
  "aws:cloudwatch/eventTarget:EventTarget": { id: "{rule}-{targetId}", outputs: { targetId: "terraform-{digits26}" } },
  "aws:iam/role:Role": named("name", "iam::{account}:role{path}{name}", { uniqueId: "AROA{upper17}", createDate: "{date}", path: "/" }),
  "aws:iam/policy:Policy": byArn("iam::{account}:policy{path}{name}", { policyId: "ANPA{upper17}", path: "/" }),
  "aws:iam/rolePolicy:RolePolicy": { id: "{role}:{name}" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: "{role}-{digits26}" },
  "aws:iam/instanceProfile:InstanceProfile": named("name", "iam::{account}:instance-profile{path}{name}", { uniqueId: "AIPA{upper17}", path: "/" }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": byArn("iam::{account}:oidc-provider/{hex12}"),
  "aws:scheduler/schedule:Schedule": { id: "{groupName}/{name}", arn: "scheduler:{region}:{account}:schedule/{groupName}/{name}", outputs: { groupName: "default" } },
  "aws:scheduler/scheduleGroup:ScheduleGroup": named("name", "scheduler:{region}:{account}:schedule-group/{name}", { state: "ACTIVE" }),
  "aws:amp/workspace:Workspace": { id: "ws-{uuid}", arn: "aps:{region}:{account}:workspace/{id}", outputs: { prometheusEndpoint: "https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/" } },
  "aws:ssm/parameter:Parameter": named("name", "ssm:{region}:{account}:parameter{name}", { version: "1" }),
  "aws:synthetics/canary:Canary": named("name", "synthetics:{region}:{account}:canary:{id}", {
    engineArn: "arn:aws:lambda:{region}:{account}:function:cwsyn-{name}-{uuid:function}:1",
    sourceLocationArn: "arn:aws:lambda:{region}:{account}:layer:cwsyn-{name}-{uuid:function}:1",
    status: "RUNNING",
  }),
  "aws:s3/bucketObjectv2:BucketObjectv2": { id: "{bucket}/{key}", arn: "s3:::{bucket}/{key}", outputs: { etag: "{hex32}", versionId: "{mixed32}" } },
  "aws:rum/appMonitor:AppMonitor": named("name", "rum:{region}:{account}:appmonitor/{id}", { appMonitorId: "{uuid}" }),
  "aws:cognito/identityPool:IdentityPool": { id: "{region}:{uuid}", arn: "cognito-identity:{region}:{account}:identitypool/{id}" },
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": { id: "{identityPoolId}" },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    id: "arn:aws:chatbot::{account}:chat-configuration/slack-channel/{configurationName}",
    outputs: { chatConfigurationArn: "{id}", slackChannelName: "channel", slackTeamName: "team" },
  },
  "aws:budgets/budget:Budget": { id: "{account}:{name}", arn: "budgets::{account}:budget/{name}", outputs: { accountId: "{account}" } },
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": byArn("ce::{account}:anomalymonitor/{uuid:monitor}"),
  "aws:costexplorer/anomalySubscription:AnomalySubscription": byArn("ce::{account}:anomalysubscription/{uuid:subscription}", { accountId: "{account}" }),
  "aws:costexplorer/costAllocationTag:CostAllocationTag": { id: "{tagKey}", outputs: { type: "UserDefined" } },
  "aws:cloudwatch/logStream:LogStream": { id: "{logGroupName}:{name}", arn: "logs:{region}:{account}:log-group:{logGroupName}:log-stream:{name}" },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": { id: "cwlsf-{digits10}" },
  "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": { id: "{logGroupName}" },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": byArn("firehose:{region}:{account}:deliverystream/{name}", { destinationId: "destinationId-000000000001", versionId: "1" }),
  "aws:cloudtrail/trail:Trail": byArn("cloudtrail:{region}:{account}:trail/{name}", { homeRegion: "{region}" }),
  "aws:guardduty/detector:Detector": { id: "{hex32}", arn: "guardduty:{region}:{account}:detector/{id}", outputs: { accountId: "{account}" } },
  "aws:guardduty/detectorFeature:DetectorFeature": { id: "{detectorId}/{name}" },
  "aws:securityhub/account:Account": { id: "{account}", arn: "securityhub:{region}:{account}:hub/default" },
  "aws:securityhub/standardsSubscription:StandardsSubscription": { id: "arn:aws:securityhub:{region}:{account}:subscription/{hex12}" },
  "aws:accessanalyzer/analyzer:Analyzer": named("analyzerName", "access-analyzer:{region}:{account}:analyzer/{analyzerName}"),
  "aws:cfg/recorder:Recorder": { id: "{name}" },
  "aws:cfg/recorderStatus:RecorderStatus": { id: "{name}" },
  "aws:cfg/deliveryChannel:DeliveryChannel": { id: "{name}" },
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": { id: "{accountId}" },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": { id: "{bucket}" },
  "aws:wafv2/webAcl:WebAcl": { id: "{uuid}", arn: "wafv2:{region}:{account}:regional/webacl/{name}/{id}", outputs: { capacity: "1" } },
};

/** What a resource that takes another one over shares with it: its id is a property of that one. */
export const ADOPTED: Readonly<Record<string, { readonly of: string; readonly by: string; readonly property: string }>> = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { of: "aws:ec2/vpc:Vpc", by: "vpcId", property: "defaultSecurityGroupId" },
};
