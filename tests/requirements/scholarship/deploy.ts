import type { Evidence, Fact, Proof } from "../proof";
import { secretVariable, TYPE, variable } from "../resources";
import { BACKEND, CREATE_ADMIN, FRONTEND, MIGRATE } from "./resources";

const REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const BACKEND_SERVICE = "service-backend-service";
const FRONTEND_SERVICE = "service-frontend-service";

const service = (name: string, property: string, equals: string | number | boolean | readonly string[]): Fact => ({
  type: TYPE.service, name, property, equals,
});
const repository = (name: string, property: string, equals: string): Fact => ({
  type: TYPE.repository, name: `registry-${name}`, property, equals,
});
/** An image of the own registry, at a version. */
const image = (task: string, name: string): Fact => ({
  type: TYPE.task, name: task, property: "containerDefinitions[0].image", matches: new RegExp(`^${REGISTRY.replaceAll(".", "\\.")}/${name}:\\d+\\.\\d+\\.\\d+$`),
});
/** A deployment ends only when as many new tasks as wanted are healthy; else it is taken back. */
const verified = (name: string): readonly Fact[] => [
  service(name, "waitForSteadyState", true),
  service(name, "deploymentCircuitBreaker.enable", true),
  service(name, "deploymentCircuitBreaker.rollback", true),
];
/** Old tasks go only when new ones are healthy, in ECS's rolling deployment, the one it takes when none is named. */
const rolling = (name: string): readonly Fact[] => [
  service(name, "deploymentMinimumHealthyPercent", 100),
  { type: TYPE.service, name, property: "deploymentController", equals: undefined },
  { type: TYPE.service, name, property: "deploymentConfiguration", equals: undefined },
];
const backendFirst: Evidence = {
  type: TYPE.service, name: FRONTEND_SERVICE, waitsFor: "groundwork:service:Service::service-backend",
};

/** Rows about how it is brought up and changed. */
export const DEPLOY: readonly Proof[] = [
  { id: "SCH-030", what: "NODE_ENV is production.", proofs: [variable(FRONTEND, "NODE_ENV", "production")] },
  {
    id: "SCH-031",
    what: "PYTHON_ENV is production wherever the backend's image runs.",
    proofs: [BACKEND, MIGRATE, CREATE_ADMIN].map((task) => variable(task, "PYTHON_ENV", "production")),
  },
  { id: "SCH-034", what: "Tokens are signed with HS256.", proofs: [variable(BACKEND, "ALGORITHM", "HS256")] },
  { id: "SCH-035", what: "An access token lives 30 minutes.", proofs: [variable(BACKEND, "ACCESS_TOKEN_EXPIRE_MINUTES", "30")] },
  { id: "SCH-036", what: "A refresh token lives 7 days.", proofs: [variable(BACKEND, "REFRESH_TOKEN_EXPIRE_DAYS", "7")] },
  { id: "SCH-046", what: "Mail goes through smtp.university.edu.", proofs: [variable(BACKEND, "SMTP_HOST", "smtp.university.edu")] },
  {
    id: "SCH-067",
    what: "The images scholarship-backend and scholarship-frontend have repositories, and their services run them.",
    proofs: [
      repository("scholarship-backend", "name", "scholarship-backend"),
      repository("scholarship-frontend", "name", "scholarship-frontend"),
      image(BACKEND, "scholarship-backend"),
      image(FRONTEND, "scholarship-frontend"),
    ],
  },
  {
    id: "SCH-068",
    what: "Images come from the own registry, at a version that can't be moved, where the document says latest.",
    proofs: [
      image(BACKEND, "scholarship-backend"),
      image(FRONTEND, "scholarship-frontend"),
      { type: TYPE.repository, name: /./, property: "imageTagMutability", equals: "IMMUTABLE" },
      { type: TYPE.task, name: /./, property: "containerDefinitions[0].image", matches: /^123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/.+(?<!:latest|:prod)$/ },
    ],
  },
  {
    id: "SCH-071",
    what: "A task migrates the database with the backend's own image.",
    proofs: [
      { type: TYPE.task, name: MIGRATE, property: "containerDefinitions[0].command", equals: ["alembic", "upgrade", "head"] },
      image(MIGRATE, "scholarship-backend"),
      secretVariable(MIGRATE, "DATABASE_URL_SYNC", "credentials-migration", "url"),
    ],
  },
  {
    id: "SCH-072",
    what: "A task creates the first administrator, whose password is a generated secret.",
    proofs: [
      {
        type: TYPE.task,
        name: CREATE_ADMIN,
        property: "containerDefinitions[0].command",
        equals: ["python", "-c", "from app.core.init_db import create_initial_admin; create_initial_admin()"],
      },
      image(CREATE_ADMIN, "scholarship-backend"),
      secretVariable(CREATE_ADMIN, "INITIAL_ADMIN_PASSWORD", "secret-initial-admin", "password"),
      {
        type: TYPE.secretVersion,
        name: "secret-initial-admin",
        property: "secretString.password",
        linksTo: { type: TYPE.password, name: "secret-initial-admin-password", output: "result" },
      },
    ],
  },
  {
    id: "SCH-073",
    what: "Services are started, and the deployment waits until they run.",
    proofs: [
      { type: TYPE.service, name: BACKEND_SERVICE, property: "desiredCount", atLeast: 1 },
      { type: TYPE.service, name: FRONTEND_SERVICE, property: "desiredCount", atLeast: 1 },
      ...verified(BACKEND_SERVICE),
      ...verified(FRONTEND_SERVICE),
    ],
  },
  {
    id: "SCH-111",
    what: "The backend's image is built on python:3.11-slim.",
    reason: "The application's own Dockerfile says it; here an image is a reference. What an image must hold is in docs/decisions.md.",
  },
  {
    id: "SCH-139",
    what: "The application can be deployed again elsewhere: the region is a setting of the providers alone, and the data is there.",
    proofs: [
      { type: TYPE.awsProvider, name: "aws", property: "region", equals: "eu-central-1" },
      { type: TYPE.awsProvider, name: "aws-backup-region", property: "region", equals: "eu-west-1" },
      // A resource with a region of its own would stay behind when the provider's changes.
      ...[TYPE.service, TYPE.task, TYPE.loadBalancer, TYPE.database, TYPE.cache, TYPE.bucket, TYPE.subnet].map((type): Fact => ({
        type, name: /./, property: "region", equals: undefined,
      })),
      { type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig", name: "replication-bucket-documents-config", property: "rules[0].status", equals: "Enabled" },
      {
        type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        name: "replication-bucket-documents-config",
        property: "rules[0].destination.bucket",
        linksTo: { type: TYPE.bucket, name: "copy-bucket-documents", output: "arn" },
      },
      {
        type: "aws:backup/plan:Plan",
        name: "plan-database",
        property: "rules[0].copyActions[0].destinationVaultArn",
        linksTo: { type: "aws:backup/vault:Vault", name: "copy-vault", output: "arn" },
      },
    ],
  },
  {
    id: "SCH-146",
    what: "The backend rolls first: its new tasks replace the old ones only when they are healthy.",
    proofs: [backendFirst, ...rolling(BACKEND_SERVICE)],
  },
  {
    id: "SCH-147",
    what: "The frontend waits until the backend has passed checks 30 seconds apart, where the document sleeps 30 seconds.",
    proofs: [
      backendFirst,
      service(BACKEND_SERVICE, "waitForSteadyState", true),
      { type: TYPE.targetGroup, name: "web-backend", property: "healthCheck.interval", equals: 30 },
      { type: TYPE.targetGroup, name: "web-backend", property: "healthCheck.healthyThreshold", equals: 2 },
      { type: TYPE.task, name: BACKEND, property: "containerDefinitions[0].healthCheck.interval", equals: 30 },
    ],
  },
  { id: "SCH-148", what: "The frontend rolls second.", proofs: [backendFirst, ...rolling(FRONTEND_SERVICE)] },
  {
    id: "SCH-149",
    what: "The deployment is verified at its end, and taken back where it isn't healthy.",
    proofs: [...verified(BACKEND_SERVICE), ...verified(FRONTEND_SERVICE)],
  },
  {
    id: "SCH-154",
    what: "An operator can scale the backend down to 2: no deployment, scaler or alarm gets in the way.",
    proofs: [
      service(BACKEND_SERVICE, "option:ignoreChanges", ["desiredCount"]),
      { type: "aws:appautoscaling/target:Target", count: 0 },
      { type: TYPE.metricAlarm, name: "alarms-backend-few-tasks-critical", property: "threshold", equals: 2 },
      { type: TYPE.metricAlarm, name: "alarms-backend-few-tasks-critical", property: "comparisonOperator", equals: "LessThanThreshold" },
    ],
  },
];
