import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Tunnel } from "../../components/tunnel";
import { build } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";
import { placement, taskArgs } from "../helpers/task-args";

const { namePrefix, accountId, region, image, logKeyArn, logRetentionDays, secretsKeyArn } = taskArgs;
const args = {
  namePrefix,
  accountId,
  region,
  image,
  logKeyArn,
  logRetentionDays,
  secretsKeyArn,
  ...placement,
  clusterName: "scholarship-production",
  target: { host: "primary.example.eu-central-1.rds.amazonaws.com", port: 5432 },
  localPort: 15432,
  maxMinutes: 60,
};

async function containerOf(): Promise<Record<string, unknown>> {
  const { inputs } = (await build(() => new Tunnel("tunnel", args))).one("aws:ecs/taskDefinition:TaskDefinition");
  const [container]: Record<string, unknown>[] = JSON.parse(String(inputs.containerDefinitions));
  return container ?? {};
}

/** An `aws` that answers as the real one would, and writes down what it was asked, one argument a line. */
const FAKE_AWS = `#!/bin/sh
printf '%s\\n' "$@" -- >> "$ASKED"
case "$*" in
  *run-task*) echo arn:aws:ecs:eu-central-1:123456789012:task/scholarship-production/0123456789abcdef;;
  *lastStatus*) echo RUNNING;;
  *runtimeId*) echo 0123456789abcdef-265927825;;
esac
`;

/** What the commands, pasted into one shell, ask of AWS. */
async function askedOfAws(): Promise<string[][]> {
  const commands: Promise<string>[] = [];
  await build(() => {
    const tunnel = new Tunnel("tunnel", args);
    commands.push(...[...tunnel.openCommands, tunnel.closeCommand].map(valueOf));
  });
  const folder = mkdtempSync(join(tmpdir(), "tunnel-"));
  try {
    writeFileSync(join(folder, "aws"), FAKE_AWS);
    chmodSync(join(folder, "aws"), 0o755);
    const asked = join(folder, "asked");
    execFileSync("sh", ["-euc", (await Promise.all(commands)).join("\n")], {
      env: { PATH: `${folder}:/usr/bin:/bin`, ASKED: asked },
      stdio: "pipe",
    });
    const calls = readFileSync(asked, "utf8").split("--\n").slice(0, -1);
    return calls.map((call) => call.trimEnd().split("\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("Tunnel", () => {
  it("is a task that nothing starts", async () => {
    const graph = await build(() => new Tunnel("tunnel", args));
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup tunnel-task-log",
      "aws:ecs/taskDefinition:TaskDefinition tunnel-task-definition",
      "aws:iam/role:Role tunnel-task-execution",
      "aws:iam/role:Role tunnel-task-task",
      "aws:iam/rolePolicy:RolePolicy tunnel-task-execution",
      "aws:iam/rolePolicy:RolePolicy tunnel-task-task",
      "groundwork:tunnel:Tunnel tunnel",
    ]);
  });

  it("waits, and ends by itself", async () => {
    assert.deepEqual((await containerOf()).command, ["sleep", "3600"]);
  });

  it("holds no secret and no variable, and can write nowhere but where its agent must", async () => {
    const { environment, secrets, readonlyRootFilesystem, mountPoints, user } = await containerOf();
    assert.deepEqual({ environment, secrets, readonlyRootFilesystem, mountPoints, user }, {
      environment: [],
      secrets: [],
      readonlyRootFilesystem: true,
      mountPoints: [
        { sourceVolume: "writable-0", containerPath: "/var/lib/amazon", readOnly: false },
        { sourceVolume: "writable-1", containerPath: "/var/log/amazon", readOnly: false },
      ],
      user: "1001:1001",
    });
  });

  it("may open the channels of a session and record shells, and nothing else in AWS", async () => {
    const graph = await build(() => new Tunnel("tunnel", args));
    const policies = graph.all("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name === "tunnel-task-task");
    const actions = policies.flatMap(({ inputs }) => {
      const { Statement }: { Statement: { Action: string[] }[] } = JSON.parse(String(inputs.policy));
      return Statement.flatMap(({ Action }) => Action);
    });
    assert.deepEqual(actions, [
      "logs:DescribeLogGroups",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]);
  });

  it("says commands that a shell turns into the calls which start it, wait, forward the port and stop it", async () => {
    const where = ["--region", "eu-central-1", "--cluster", placement.clusterArn];
    const task = "arn:aws:ecs:eu-central-1:123456789012:task/scholarship-production/0123456789abcdef";
    const query = (what: string) => ["--output", "text", "--query", `tasks[0].containers[?name=='tunnel'].${what} | [0]`];
    const [start = [], ...calls] = await askedOfAws();
    assert.deepEqual(start.slice(0, 6), ["ecs", "run-task", ...where]);
    assert.deepEqual(start.slice(-5), ["--enable-execute-command", "--query", "tasks[0].taskArn", "--output", "text"]);
    assert.deepEqual(calls, [
      ["ecs", "wait", "tasks-running", ...where, "--tasks", task],
      ["ecs", "describe-tasks", ...where, "--tasks", task, ...query("managedAgents[0].lastStatus")],
      ["ecs", "describe-tasks", ...where, "--tasks", task, ...query("runtimeId")],
      [
        "ssm",
        "start-session",
        "--region",
        "eu-central-1",
        "--target",
        "ecs:scholarship-production_0123456789abcdef_0123456789abcdef-265927825",
        "--document-name",
        "AWS-StartPortForwardingSessionToRemoteHost",
        "--parameters",
        '{"host":["primary.example.eu-central-1.rds.amazonaws.com"],"portNumber":["5432"],"localPortNumber":["15432"]}',
      ],
      ["ecs", "stop-task", ...where, "--task", task, "--query", "task.desiredStatus", "--output", "text"],
    ]);
  });

  it("leads to services too, from the same task, each on the next port", async () => {
    const texts: Promise<string>[] = [];
    await build(() => {
      const { serviceCommands } = new Tunnel("tunnel", { ...args, services: { editor: { host: "editor.shop-production.internal", port: 5678 } } });
      texts.push(...Object.values(serviceCommands).map(valueOf));
    });
    const [text = ""] = await Promise.all(texts);
    assert.match(text, /^aws ssm start-session .*--parameters '\{"host":\["editor\.shop-production\.internal"\],"portNumber":\["5678"\],"localPortNumber":\["15433"\]\}'$/);
  });
});
