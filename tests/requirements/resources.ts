import type { Fact, Link } from "./proof";

/** Type tokens that the proofs name again and again. */
export const TYPE = {
  awsProvider: "pulumi:providers:aws",
  bucket: "aws:s3/bucket:Bucket",
  cache: "aws:elasticache/replicationGroup:ReplicationGroup",
  certificate: "aws:acm/certificate:Certificate",
  certificateValidation: "aws:acm/certificateValidation:CertificateValidation",
  database: "aws:rds/instance:Instance",
  defaultPrivileges: "postgresql:index/defaultPrivileges:DefaultPrivileges",
  grant: "postgresql:index/grant:Grant",
  group: "aws:ec2/securityGroup:SecurityGroup",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  listener: "aws:lb/listener:Listener",
  listenerRule: "aws:lb/listenerRule:ListenerRule",
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  metricAlarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  parameters: "aws:rds/parameterGroup:ParameterGroup",
  password: "random:index/randomPassword:RandomPassword",
  repository: "aws:ecr/repository:Repository",
  role: "postgresql:index/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  schedule: "aws:scheduler/schedule:Schedule",
  secret: "aws:secretsmanager/secret:Secret",
  secretVersion: "aws:secretsmanager/secretVersion:SecretVersion",
  service: "aws:ecs/service:Service",
  subnet: "aws:ec2/subnet:Subnet",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  task: "aws:ecs/taskDefinition:TaskDefinition",
  topic: "aws:sns/topic:Topic",
  webAcl: "aws:wafv2/webAcl:WebAcl",
} as const;

/** A plain variable of a task's container. */
export function variable(task: string, name: string, value: string): Fact {
  return { type: TYPE.task, name: task, property: `containerDefinitions[0].environment[name=${name}].value`, equals: value };
}

/** A variable that is what another resource answers. */
export function linkedVariable(task: string, name: string, linksTo: Link): Fact {
  return { type: TYPE.task, name: task, property: `containerDefinitions[0].environment[name=${name}].value`, linksTo };
}

/** A variable that ECS fills from a secret, all of it or one key. */
export function secretVariable(task: string, name: string, secret: string, key?: string): Fact {
  return {
    type: TYPE.task,
    name: task,
    property: `containerDefinitions[0].secrets[name=${name}].valueFrom`,
    linksTo: { type: TYPE.secret, name: secret, output: "arn", ...(key === undefined ? {} : { suffix: `:${key}::` }) },
  };
}

/** A container has no variable of that name, neither plain nor secret. */
export function noVariable(task: string, name: string): readonly Fact[] {
  return ["environment", "secrets"].map((list) => ({
    type: TYPE.task,
    name: task,
    property: `containerDefinitions[0].${list}[name=${name}]`,
    equals: undefined,
  }));
}

/** The service's tasks are in this security group and in no other, and have no public address. */
export function inGroup(service: string, group: string): readonly Fact[] {
  const network = { type: TYPE.service, name: service };
  return [
    { ...network, property: "networkConfiguration.securityGroups.length", equals: 1 },
    { ...network, property: "networkConfiguration.securityGroups[0]", linksTo: { type: TYPE.group, name: group, output: "id" } },
    { ...network, property: "networkConfiguration.assignPublicIp", equals: false },
  ];
}
