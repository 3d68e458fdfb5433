import { strict as assert } from "node:assert";
import { executionStatements, taskProblems } from "../../../components/internal/task-rules";
import type { TaskShape } from "../../../components/internal/task-rules";
import { policyDocument } from "../../../components/internal/policy-document";
import { valueOf } from "../../helpers/outputs";
import { taskArgs } from "../../helpers/task-args";

const problems = (change: Partial<TaskShape>) =>
  taskProblems({ ...taskArgs, ...change }).map(({ path, expected }) => `${path.join(".")}: ${expected}`);
const rendered = async (change: Partial<typeof taskArgs>): Promise<unknown> =>
  JSON.parse(await valueOf(policyDocument(executionStatements({ ...taskArgs, ...change }, "/scholarship-production/backend"))));

describe("task rules", () => {
  it("find nothing in the fixture", () => assert.deepEqual(problems({}), []));

  for (const [change, expected] of [
    [{ image: "app" }, "image: a tag or a digest: without one the image is whatever is latest"],
    [{ cpu: { limitVcpu: 32 } }, "cpu.limitVcpu: a size that Fargate has: at most 16 vCPU and 122880 MiB"],
    [{ memoryMib: { limit: 130_000 } }, "memoryMib.limit: a size that Fargate has: at most 16 vCPU and 122880 MiB"],
    [{ user: "0:0" }, "user: uid:gid that is not root, such as 1001:1001"],
    [{ user: "root" }, "user: uid:gid that is not root, such as 1001:1001"],
    [{ port: 65_536 }, "port: 1 to 65535"],
    [{ cpu: { limitVcpu: 1, reservationVcpu: 2 } }, "cpu.reservationVcpu: at most the limit 1"],
    [{ memoryMib: { limit: 1024, reservation: 1024 } }, "memoryMib.reservation: less than the limit 1024"],
    [{ healthCheck: { intervalSeconds: 5, timeoutSeconds: 10 } }, "healthCheck.timeoutSeconds: at most the interval 5"],
    [{ writablePaths: ["/tmp", "/tmp"] }, "writablePaths: each path once"],
    [{ secrets: { DEBUG: "arn" } }, "secrets: no variable that is set elsewhere as well: DEBUG"],
  ] satisfies readonly (readonly [Partial<TaskShape>, string])[]) {
    it(`refuse ${JSON.stringify(change)}`, () => assert.deepEqual(problems(change), [expected]));
  }

  it("let ECS write this log, pull this image and read these secrets, and nothing else", async () => {
    assert.deepEqual(await rendered({}), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteOwnLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/scholarship-production/backend:*"],
        },
        { Sid: "LogInToRegistry", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
        {
          Sid: "PullOwnImage",
          Effect: "Allow",
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Resource: ["arn:aws:ecr:eu-central-1:123456789012:repository/scholarship-backend"],
        },
        {
          Sid: "ReadNamedSecrets",
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: [
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:application-key-AbCdEf",
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-application-AbCdEf",
          ],
        },
        {
          Sid: "DecryptThroughSecretsManager",
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: ["arn:aws:kms:eu-central-1:123456789012:key/secrets"],
          Condition: { StringEquals: { "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com"] } },
        },
      ],
    });
  });

  it("grant nothing about secrets or ECR to a task without them", async () => {
    assert.deepEqual(await rendered({ image: "n8nio/n8n:1.94.1", secrets: {} }), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteOwnLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/scholarship-production/backend:*"],
        },
      ],
    });
  });
});
