/** Why a change of some property is not the program's business. */
export interface IgnoredChange {
  readonly type: string;
  readonly property: string;
  readonly because: string;
  /** Type of what owns the value. Without one in the stack nobody keeps it right. @default - AWS or a person does */
  readonly owner?: string;
}

const DATABASE = "aws:rds/instance:Instance";
const SCALED = "aws:appautoscaling/target:Target";
const SCHEDULED = "aws:appautoscaling/scheduledAction:ScheduledAction";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

/**
 * Every property that a resource may leave to others. None of them opens, decrypts, exposes or deletes anything: what is
 * ignored can be changed by hand and no deployment takes it back.
 */
export const IGNORED_CHANGES: readonly IgnoredChange[] = [
  { type: "aws:ecs/service:Service", property: "desiredCount", because: "autoscaling sets it by the load, or a person where a system is scaled by hand" },
  { type: SCALED, property: "minCapacity", because: "scheduled actions set it by the hour", owner: SCHEDULED },
  { type: SCALED, property: "maxCapacity", because: "scheduled actions set it by the hour", owner: SCHEDULED },
  { type: "aws:lb/listenerRule:ListenerRule", property: "actions", because: "a blue/green deployment of ECS shifts the weights of its target groups" },
  { type: DATABASE, property: "allocatedStorage", because: "storage autoscaling only ever makes it more, and less would replace the database" },
  { type: DATABASE, property: "availabilityZone", because: "a failover moves the database, and going back would replace it" },
  { type: DATABASE, property: "snapshotIdentifier", because: "what a database was made from is history, and a change of it would replace the database" },
  { type: DATABASE, property: "restoreToPointInTime", because: "what a database was made from is history, and a change of it would replace the database" },
  { type: SECRET_VERSION, property: "secretString", because: "rotation writes the next value", owner: ROTATION },
  { type: SECRET_VERSION, property: "versionStages", because: "rotation moves AWSCURRENT on to the next version", owner: ROTATION },
  { type: "postgresql:index/role:Role", property: "password", because: "rotation sets it in the database, and the state holds the first one only", owner: ROTATION },
];
