import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "./policy-document";

/**
 * What may pass through the VPC's way to S3: buckets of this account, so that a stolen key of another account can't carry
 * data out through it, and the bucket in which ECR keeps the layers of images.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
export function s3EndpointPolicy(accountId: string, region: string): pulumi.Output<string> {
  return policyDocument([
    {
      sid: "BucketsOfThisAccount",
      principals: { AWS: ["*"] },
      actions: ["s3:*"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:ResourceAccount": [accountId] } },
    },
    {
      sid: "ImageLayers",
      principals: { AWS: ["*"] },
      actions: ["s3:GetObject"],
      resources: [`arn:aws:s3:::prod-${region}-starport-layer-bucket/*`],
    },
  ]);
}
