import { strict as assert } from "node:assert";
import { topicPolicy } from "../../../components/internal/topic-policy";
import { valueOf } from "../../helpers/outputs";

const ARN = "arn:aws:sns:eu-central-1:123456789012:scholarship-production-database";
const statements = async () =>
  JSON.parse(await valueOf(topicPolicy("scholarship-production-database", "123456789012", "eu-central-1"))).Statement;

describe("topicPolicy", () => {
  it("lets CloudWatch, Backup, Budgets, Cost Anomaly Detection and RDS publish for this account only", async () => {
    const [services] = await statements();
    assert.deepEqual(services, {
      Sid: "ServicesOfThisAccountPublish",
      Effect: "Allow",
      Principal: {
        Service: [
          "backup.amazonaws.com",
          "budgets.amazonaws.com",
          "cloudwatch.amazonaws.com",
          "costalerts.amazonaws.com",
          "events.rds.amazonaws.com",
        ],
      },
      Action: ["sns:Publish"],
      Resource: [ARN],
      Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
    });
  });

  it("puts no condition on EventBridge, which sends no source account: its events would be lost in silence", async () => {
    const [, eventBridge] = await statements();
    assert.deepEqual(eventBridge.Principal, { Service: ["events.amazonaws.com"] });
    assert.equal(eventBridge.Condition, undefined);
  });

  it("lets Prometheus publish for workspaces of this account and region only", async () => {
    const [, , prometheus] = await statements();
    assert.deepEqual(prometheus.Principal, { Service: ["aps.amazonaws.com"] });
    assert.deepEqual(prometheus.Condition, {
      ArnLike: { "aws:SourceArn": ["arn:aws:aps:eu-central-1:123456789012:workspace/*"] },
      StringEquals: { "aws:SourceAccount": ["123456789012"] },
    });
  });

  it("refuses whoever publishes without TLS", async () => {
    const [, , , tls, ...more] = await statements();
    assert.equal(tls.Effect, "Deny");
    assert.deepEqual(tls.Principal, { AWS: ["*"] });
    assert.deepEqual(tls.Condition, { Bool: { "aws:SecureTransport": ["false"] } });
    assert.deepEqual(more, []);
  });

  it("names one topic and never all", async () => {
    for (const { Resource } of await statements()) assert.deepEqual(Resource, [ARN]);
  });
});
