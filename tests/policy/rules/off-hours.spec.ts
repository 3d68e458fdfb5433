import { strict as assert } from "node:assert";
import { rdsInBackupPlan } from "../../../policy/rules/graph/rds-in-backup-plan";
import { ECS_RULES } from "../../../policy/rules/properties/ecs";
import type { Floors } from "../../../policy/floors";
import type { PolicyResource, Stack } from "../../../policy/model";

const rule = ECS_RULES.find(({ id }) => id === "ecs-scheduled-to-two-tasks") ?? assert.fail("no such rule");
const floors: Floors = {
  profile: "non-production",
  databaseBackupDays: 7,
  recoveryPointDays: 7,
  logRetentionDays: 30,
  tlsVersion: "1.2",
  allowedRegions: ["eu-central-1"],
  publicPorts: [80, 443],
  containerUser: "1001:1001",
  minimumTasks: 1,
  lacks: {},
};
const NAMES = { type: "aws:appautoscaling/scheduledAction:ScheduledAction", name: "scaling-page-off-hours-stop" };
const action = (minCapacity: number, maxCapacity: number): PolicyResource => ({
  ...NAMES,
  urn: `urn:pulumi:s::p::${NAMES.type}::${NAMES.name}`,
  properties: { resourceId: "service/c/page", scalableTargetAction: { minCapacity, maxCapacity } },
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: undefined },
  propertyDependencies: {},
});
const page: PolicyResource = {
  type: "aws:ecs/service:Service",
  name: "service-page",
  urn: "urn:pulumi:s::p::aws:ecs/service:Service::service-page",
  properties: { name: "page", loadBalancers: [{ targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/page/1" }] },
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: undefined },
  propertyDependencies: {},
};
const judged = (least: number, most: number, profile: Floors["profile"]) => {
  const resource = action(least, most);
  const stack: Stack = { resources: [resource, page] };
  return rule.accepts(least, { ...floors, profile }, resource, stack);
};

describe("a schedule that turns a service off", () => {
  it("is taken outside of production, where it takes the maximum to 0 as well", () => {
    assert.equal(judged(0, 0, "non-production"), true);
    assert.equal(judged(0, 3, "non-production"), false);
  });

  it("is refused in production", () => {
    assert.equal(judged(0, 0, "production"), false);
    assert.equal(judged(1, 3, "production"), true);
  });
});

describe("a database that is off at night", () => {
  const database: PolicyResource = {
    ...page,
    type: "aws:rds/instance:Instance",
    name: "database-primary",
    urn: "urn:pulumi:s::p::aws:rds/instance:Instance::database-primary",
    properties: { engine: "postgres" },
  };
  const violations = (lacks: Floors["lacks"]) => rdsInBackupPlan.evaluate({ resources: [database] }, { ...floors, lacks }).violations;

  it("is in no backup plan where the floors say why there is none, and must be in one otherwise", () => {
    assert.deepEqual(violations({ backupPlan: "AWS Backup can't read a database that is stopped." }), []);
    assert.deepEqual(violations({}).map(({ found }) => found), ["none of a plan of this stack"]);
  });
});
