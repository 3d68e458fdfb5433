import * as pulumi from "@pulumi/pulumi";
import { DeliveryChannel } from "@pulumi/aws/cfg/deliveryChannel";
import { Recorder } from "@pulumi/aws/cfg/recorder";
import { RecorderStatus } from "@pulumi/aws/cfg/recorderStatus";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { encryptsThroughS3 } from "./internal/archive-statements";
import { policyDocument, policyOutline, serviceTrust } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";

export interface ConfigRecorderArgs {
  accountId: string;
  region: string;
  /**
   * Where the record is kept. Without Object Lock: AWS Config delivers to no bucket whose lock is on by default.
   * https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
   */
  bucketName: pulumi.Input<string>;
  bucketArn: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
  /** How often a resource that changed is recorded. Each record costs, daily ones more, but there are fewer of them. */
  frequency: "CONTINUOUS" | "DAILY";
  /** Whether it records users, roles and policies too. One region of an account is enough. */
  recordsGlobalTypes: boolean;
}

/**
 * A record of how every resource was configured, which Security Hub's checks read: without it most of them find nothing.
 * A region of an account has one recorder at most.
 *
 * Creates: a recorder with its role, the channel to its bucket, and the switch that turns it on.
 * Guarantees: the role reads configurations, no data, and writes to this bucket only.
 * Cost: 0.003 USD for each change recorded, 0.012 USD for each daily record. https://aws.amazon.com/config/pricing/
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-setup-prereqs.html
 */
export class ConfigRecorder extends pulumi.ComponentResource {
  public readonly recorderName: pulumi.Output<string>;

  constructor(name: string, args: ConfigRecorderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:config-recorder:ConfigRecorder", name, {}, opts);

    // Not AWS's own service-linked role: an account that was used before has it, and a second one can't be made.
    const role = new Role(
      `${name}-role`,
      { description: "AWS Config reads configurations", assumeRolePolicy: serviceTrust("config.amazonaws.com", args.accountId) },
      { parent: this },
    );
    const reads = new RolePolicyAttachment(
      `${name}-role`,
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole" },
      { parent: this },
    );
    const statements: readonly PolicyStatement[] = [
      { sid: "FindTheBucket", actions: ["s3:GetBucketAcl", "s3:ListBucket"], resources: [args.bucketArn] },
      {
        sid: "DeliverTheRecord",
        actions: ["s3:PutObject"],
        resources: [pulumi.interpolate`${args.bucketArn}/AWSLogs/${args.accountId}/Config/*`],
      },
      encryptsThroughS3(args.keyArn, args.region),
    ];
    const writes = new RolePolicy(
      `${name}-role`,
      { role: role.name, policy: policyDocument(statements) },
      { parent: this },
    );

    const recorder = new Recorder(
      `${name}-recorder`,
      {
        name: "default",
        roleArn: role.arn,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: args.recordsGlobalTypes },
        recordingMode: { recordingFrequency: args.frequency },
      },
      { parent: this, dependsOn: [reads] },
    );
    const channel = new DeliveryChannel(
      `${name}-channel`,
      { name: "default", s3BucketName: args.bucketName, s3KmsKeyArn: args.keyArn },
      // AWS Config writes a test object when the channel is made, and makes none where there is no recorder.
      { parent: this, dependsOn: [recorder, writes] },
    );
    new RecorderStatus(`${name}-on`, { name: recorder.name, isEnabled: true }, { parent: this, dependsOn: [channel] });

    this.recorderName = recorder.name;
    this.registerOutputs({ recorderName: this.recorderName, documents: { [`${name}-role`]: policyOutline(statements) } });
  }
}
