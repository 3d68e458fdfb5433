import { strict as assert } from "node:assert";
import { z } from "zod";
import { RestoreJobs } from "../../components/restore-jobs";
import type { RestoreJobsArgs } from "../../components/restore-jobs";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";

const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:owner-AbCdEf:password::";

const compliant: RestoreJobsArgs = {
  task: {
    accountId: "123456789012",
    region: "eu-central-1",
    clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/scholarship-production",
    image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship/backup-jobs:1.0.0",
    cpu: { limitVcpu: 0.5 },
    memoryMib: { limit: 1024 },
    logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
    logRetentionDays: 90,
    secretsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/secrets",
    securityGroupIds: ["sg-jobs"],
    subnetIds: ["subnet-a", "subnet-b"],
    runbookBaseUrl: "https://runbooks.example.org",
    failureTopicArns: ["arn:aws:sns:eu-central-1:123456789012:critical"],
  },
  subjects: {
    namePrefix: "scholarship-production",
    database: {
      host: "db.example.com",
      port: 5432,
      name: "scholarship_prod",
      username: "scholarship_prod",
      passwordFrom: SECRET,
      certificateBundle: "/etc/ssl/rds/global-bundle.pem",
    },
    documents: { name: "documents", arn: "arn:aws:s3:::documents", keyArn: "key/data" },
    backups: { name: "backups", arn: "arn:aws:s3:::backups", keyArn: "key/backups" },
  },
};

const container = z.object({
  command: z.array(z.string()),
  environment: z.array(z.object({ name: z.string() })),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })).default([]),
  user: z.string(),
  readonlyRootFilesystem: z.boolean(),
});

function containerOf(graph: Graph, job: string) {
  const { inputs } = graph.one("aws:ecs/taskDefinition:TaskDefinition", `jobs-${job}-task-definition`);
  const [only] = z.array(container).parse(JSON.parse(String(inputs.containerDefinitions)));
  return only ?? assert.fail(job);
}

describe("RestoreJobs", () => {
  let graph: Graph;
  let commands: RestoreJobs["runCommands"] = {};
  before(async () => {
    graph = await build(() => {
      commands = new RestoreJobs("jobs", compliant).runCommands;
    });
  });

  it("stand ready and run by no clock", () => {
    assert.equal(graph.all("aws:ecs/taskDefinition:TaskDefinition").length, 2);
    assert.deepEqual(graph.all("aws:scheduler/schedule:Schedule"), []);
  });

  it("run under a bash that stops at the first failure, not as root, on a read-only disk", () => {
    for (const job of ["restore-database", "restore-files"]) {
      const { command, user, readonlyRootFilesystem } = containerOf(graph, job);
      assert.deepEqual(command.slice(0, 4), ["bash", "-euo", "pipefail", "-c"]);
      assert.equal(user, "1001:1001");
      assert.equal(readonlyRootFilesystem, true);
    }
  });

  it("keep the password out of the environment", () => {
    const { environment, secrets } = containerOf(graph, "restore-database");
    assert.deepEqual(secrets, [{ name: "PGPASSWORD", valueFrom: SECRET }]);
    assert.deepEqual(environment.filter(({ name }) => name === "PGPASSWORD"), []);
  });

  it("offer the command that starts each", async () => {
    assert.deepEqual(Object.keys(commands), ["restore-database", "restore-files"]);
    const command = commands["restore-database"] ?? assert.fail("no command");
    assert.match(await valueOf(command), /^aws ecs run-task --region eu-central-1 --cluster \S+\/scholarship-production /);
  });

  it("report a failure", () => {
    assert.deepEqual(
      graph.all("aws:cloudwatch/eventTarget:EventTarget").map(({ inputs }) => inputs.arn),
      [compliant.task.failureTopicArns[0], compliant.task.failureTopicArns[0]],
    );
  });
});
