import { strict as assert } from "node:assert";
import { canaryStatements } from "../../../components/internal/canary-statements";

describe("the permissions of a canary", () => {
  const logs = (canaryName: string) =>
    canaryStatements({
      accountId: "123456789012", region: "eu-central-1", canaryName, bucketName: "probes", prefix: `runs/${canaryName}`,
      bucketKeyArn: "arn:key", secretArns: [], secretsKeyArn: "arn:key",
    }).find(({ sid }) => sid === "WriteLog")?.resources;

  it("name its log group by as much of its name as the function's has room for", () => {
    const group = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/";
    assert.deepEqual(logs("a23456789012345678901"), [`${group}cwsyn-a23456789012345678901-*`]);
    assert.deepEqual(logs("a234567890123456789012"), [`${group}cwsyn-a23456789012345678901*`]);
  });

  it("never make a log group, which would have no end", () => {
    const actions = canaryStatements({
      accountId: "1", region: "r", canaryName: "c", bucketName: "b", prefix: "p", bucketKeyArn: "k", secretArns: [], secretsKeyArn: "k",
    }).flatMap((statement) => statement.actions);
    assert.ok(actions.includes("logs:PutLogEvents") && !actions.includes("logs:CreateLogGroup"));
    assert.ok(!actions.some((action) => action.startsWith("secretsmanager:")));
  });
});
