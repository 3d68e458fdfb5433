import * as pulumi from "@pulumi/pulumi";
import { Trail } from "@pulumi/aws/cloudtrail/trail";
import { physicalName } from "./internal/names";

/** Which requests for objects are recorded besides those that change the account. */
export interface ObjectEvents {
  readonly kind: "writes" | "reads-and-writes";
  /** Never the trail's own bucket: each record would make another. */
  readonly bucketArns: readonly pulumi.Input<string>[];
}

export interface AuditTrailArgs {
  /** 3 to 128 letters, digits, dots, underscores and hyphens. Changing this replaces the trail; the archive stays. */
  trailName: string;
  /** The archive. Its policy must admit this trail, see cloudTrailDelivery(). */
  bucketName: pulumi.Input<string>;
  /** The key of the archive. Its policy must admit CloudTrail. */
  keyArn: pulumi.Input<string>;
  /** @default - requests for objects are not recorded */
  objectEvents?: ObjectEvents | undefined;
}

/**
 * A record of who changed what in the account, in every region.
 *
 * Creates: a trail.
 * Guarantees: all regions and the global services; encrypted with our key; signed each hour, so that a changed or missing
 * file shows (`aws cloudtrail validate-logs`); protected. That nobody deletes the files is the archive's lock.
 * Cost: none for the first trail of an account, 2 USD for 100 000 events in a second one, 0.10 USD for 100 000 events of
 * objects. One trail is enough for an account. https://aws.amazon.com/cloudtrail/pricing/
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
 */
export class AuditTrail extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:audit-trail:AuditTrail", name, {}, opts);

    const trail = new Trail(
      `${name}-trail`,
      {
        name: physicalName("trail", args.trailName),
        s3BucketName: args.bucketName,
        kmsKeyId: args.keyArn,
        enableLogging: true,
        enableLogFileValidation: true,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        advancedEventSelectors: [
          { name: "management", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
          ...objectSelectors(args.objectEvents),
        ],
        tags: { DataClass: "confidential" },
      },
      { parent: this, protect: true },
    );

    this.arn = trail.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html */
function objectSelectors(events: ObjectEvents | undefined) {
  if (events === undefined || events.bucketArns.length === 0) return [];
  return [
    {
      name: "objects",
      fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        // With the slash, or a bucket whose name begins alike would be recorded too.
        { field: "resources.ARN", startsWiths: events.bucketArns.map((arn) => pulumi.interpolate`${arn}/`) },
        ...(events.kind === "writes" ? [{ field: "readOnly", equals: ["false"] }] : []),
      ],
    },
  ];
}
