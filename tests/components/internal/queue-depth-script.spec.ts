import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QUEUE_DEPTH_SCRIPT, queueList } from "../../../components/internal/queue-depth-script";

/**
 * Answers like redis-cli that reads commands from a pipe: one line for each reply. It fails where it is not called with TLS,
 * the host and the port, and says what a server says where a password is missing.
 */
const FAKE = `#!/bin/sh
[ "$*" = "-h cache.internal -p 6379 --tls" ] || { echo "called with $*"; exit 1; }
[ "$REDISCLI_AUTH" = token ] || { while read -r _; do echo "NOAUTH Authentication required."; done; exit 0; }
while read -r command key; do
  case "$command $key" in
    "LLEN bull:mail:wait") echo 7 ;;
    "LLEN bull:mail:paused") echo 0 ;;
    "ZCARD bull:mail:prioritized") echo 5 ;;
    *bull:broken:wait) echo "WRONGTYPE Operation against a key holding the wrong kind of value" ;;
    *) echo 0 ;;
  esac
done
`;

describe("the script that counts waiting jobs", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "groundwork-queue-"));
    writeFileSync(join(folder, "redis-cli"), FAKE);
    chmodSync(join(folder, "redis-cli"), 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (queues: Readonly<Record<string, string>>, password = "token") =>
    spawnSync("sh", ["-c", QUEUE_DEPTH_SCRIPT], {
      encoding: "utf8",
      env: {
        PATH: `${folder}:/usr/bin:/bin`,
        CACHE_HOST: "cache.internal",
        CACHE_PORT: "6379",
        REDISCLI_AUTH: password,
        SYSTEM: "factory-production",
        QUEUES: queueList(queues),
        ROUNDS: "1",
      },
    });

  it("prints for each queue one line that CloudWatch Logs makes a metric of", () => {
    const before = Date.now();
    const { status, stdout, stderr } = run({ mail: "bull:mail", imports: "bull:imports" });
    assert.deepEqual([status, stderr], [0, ""]);
    const lines = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ _aws, ...values }) => values), [
      { System: "factory-production", Queue: "imports", WaitingJobs: 0 },
      { System: "factory-production", Queue: "mail", WaitingJobs: 12 },
    ]);
    for (const { _aws } of lines) {
      assert.deepEqual(_aws.CloudWatchMetrics, [
        { Namespace: "Groundwork/Queues", Dimensions: [["System", "Queue"]], Metrics: [{ Name: "WaitingJobs", Unit: "Count" }] },
      ]);
      assert.ok(_aws.Timestamp >= before - 1000 && _aws.Timestamp <= Date.now());
    }
  });

  it("says nothing instead of zero where a queue can't be counted, and counts the others", () => {
    const { stdout, stderr } = run({ broken: "bull:broken", mail: "bull:mail" });
    assert.equal(stderr, "the queue broken can't be counted\n");
    assert.deepEqual(stdout.trim().split("\n").map((line) => JSON.parse(line).Queue), ["mail"]);
  });

  it("takes a refused login for no count", () => {
    const { stdout, stderr } = run({ mail: "bull:mail" }, "wrong");
    assert.deepEqual([stdout, stderr], ["", "the queue mail can't be counted\n"]);
  });
});
