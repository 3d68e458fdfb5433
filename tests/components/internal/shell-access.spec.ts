import { strict as assert } from "node:assert";
import { policyDocument } from "../../../components/internal/policy-document";
import { shellLogGroupName, shellStatements } from "../../../components/internal/shell-access";
import { valueOf } from "../../helpers/outputs";

describe("shell access", () => {
  it("records sessions in the log group of the cluster and nowhere else", async () => {
    assert.equal(shellLogGroupName("scholarship-production"), "/scholarship-production/shell-sessions");
    const args = { namePrefix: "scholarship-production", accountId: "123456789012", region: "eu-central-1" };
    assert.deepEqual(JSON.parse(await valueOf(policyDocument(shellStatements(args)))).Statement, [
      {
        Sid: "OpenShellChannels",
        Effect: "Allow",
        Action: [
          "logs:DescribeLogGroups",
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: ["*"],
      },
      {
        Sid: "RecordShellSessions",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/scholarship-production/shell-sessions:*"],
      },
    ]);
  });
});
