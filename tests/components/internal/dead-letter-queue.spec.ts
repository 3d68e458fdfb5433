import { strict as assert } from "node:assert";
import { createDeadLetterQueue } from "../../../components/internal/dead-letter-queue";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";

describe("createDeadLetterQueue", () => {
  it("keeps what failed for 14 days, encrypted, as the component's own", async () => {
    const graph = await build(() => createDeadLetterQueue(parentComponent(), "dead-letters"));
    const { inputs, parent } = graph.one("aws:sqs/queue:Queue", "dead-letters");
    assert.deepEqual(inputs, { messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true, tags: { DataClass: "internal" } });
    assert.ok(parent !== undefined);
  });

  it("refuses whoever comes without TLS, and lets nobody else in by its policy", async () => {
    const graph = await build(() => createDeadLetterQueue(parentComponent(), "dead-letters"));
    const { outputs } = graph.one("aws:sqs/queue:Queue", "dead-letters");
    assert.deepEqual(JSON.parse(String(graph.one("aws:sqs/queuePolicy:QueuePolicy", "dead-letters").inputs.policy)).Statement, [
      {
        Sid: "RefusePlainText",
        Effect: "Deny",
        Principal: { AWS: ["*"] },
        Action: ["sqs:*"],
        Resource: [outputs.arn],
        Condition: { Bool: { "aws:SecureTransport": ["false"] } },
      },
    ]);
  });
});
