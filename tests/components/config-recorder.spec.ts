import { strict as assert } from "node:assert";
import { ConfigRecorder } from "../../components/config-recorder";
import type { ConfigRecorderArgs } from "../../components/config-recorder";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const args: ConfigRecorderArgs = {
  accountId: "123456789012",
  region: "eu-central-1",
  bucketName: "reference-config",
  bucketArn: "arn:aws:s3:::reference-config",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/archive",
  frequency: "DAILY",
  recordsGlobalTypes: true,
};

describe("ConfigRecorder", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new ConfigRecorder("configuration", args));
  });

  it("records every type at the frequency given, under the name that AWS's console uses", () => {
    const { name, recordingGroup, recordingMode } = graph.one("aws:cfg/recorder:Recorder").inputs;
    assert.equal(name, "default");
    assert.deepEqual(recordingGroup, { allSupported: true, includeGlobalResourceTypes: true });
    assert.deepEqual(recordingMode, { recordingFrequency: "DAILY" });
  });

  it("is turned on last, once it may write and has a place to", () => {
    const status = graph.one("aws:cfg/recorderStatus:RecorderStatus");
    assert.deepEqual(status.inputs, { name: "default", isEnabled: true });
    assert.deepEqual(status.dependsOn, ["aws:cfg/deliveryChannel:DeliveryChannel::configuration-channel"]);
    const channel = graph.one("aws:cfg/deliveryChannel:DeliveryChannel");
    assert.deepEqual(channel.inputs, { name: "default", s3BucketName: "reference-config", s3KmsKeyArn: args.keyArn });
    assert.deepEqual(channel.dependsOn, ["aws:cfg/recorder:Recorder::configuration-recorder", "aws:iam/rolePolicy:RolePolicy::configuration-role"]);
  });

  it("writes to its own bucket and nowhere else, with a role for AWS Config of this account", () => {
    const { Statement }: { Statement: readonly { Action: readonly string[]; Resource: readonly string[] }[] } = JSON.parse(
      String(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy),
    );
    assert.deepEqual(Statement.map(({ Action, Resource }) => [Action, Resource]), [
      [["s3:GetBucketAcl", "s3:ListBucket"], ["arn:aws:s3:::reference-config"]],
      [["s3:PutObject"], ["arn:aws:s3:::reference-config/AWSLogs/123456789012/Config/*"]],
      [["kms:Decrypt", "kms:GenerateDataKey"], [args.keyArn]],
    ]);
    assert.match(String(graph.one("aws:iam/role:Role").inputs.assumeRolePolicy), /config\.amazonaws\.com.*"aws:SourceAccount":"123456789012"/);
    assert.equal(
      graph.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs.policyArn,
      "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole",
    );
  });
});
