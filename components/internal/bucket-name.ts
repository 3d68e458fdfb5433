import { physicalName } from "./names";

/** Every rule of S3 for a name that joins letters, digits and hyphens, phrased to follow "expected". */
const RULES: readonly { readonly broken: (name: string) => boolean; readonly expected: string }[] = [
  {
    // S3 allows dots too, but a name with a dot breaks the certificate of its own endpoint.
    broken: (name) => !/^[a-z0-9][a-z0-9-]+[a-z0-9]$/.test(name),
    expected: "3 or more lower-case letters, digits and hyphens, no hyphen first or last",
  },
  {
    broken: (name) => /^(xn--|sthree-|amzn-s3-demo-)/.test(name),
    expected: "a name that begins with none of xn--, sthree-, amzn-s3-demo-, which S3 keeps for itself",
  },
  {
    broken: (name) => /(-s3alias|--ol-s3|--x-s3|--table-s3|-an)$/.test(name),
    expected: "a name that ends in none of -s3alias, --ol-s3, --x-s3, --table-s3, -an, which S3 keeps for itself",
  },
];

/**
 * What S3 would want instead of a name, or undefined for a sound one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameExpectation(name: string): string | undefined {
  return RULES.find(({ broken }) => broken(name))?.expected;
}

/**
 * `scholarship-documents` -> `scholarship-documents-123456789012-eu-central-1`. All accounts of AWS share one space of
 * bucket names; account and region make ours our own and let a copy in another region keep the same base.
 *
 * @throws Error if S3 would refuse the name
 */
export function uniqueBucketName(base: string, accountId: string, region: string): string {
  const name = physicalName("bucket", base, accountId, region);
  const expected = bucketNameExpectation(name);
  if (expected !== undefined) throw new Error(`the bucket name "${name}" is refused by S3: expected ${expected}`);
  return name;
}

/** The ARN of a bucket follows from its name alone, so a policy can be read in a preview before the bucket exists. */
export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}
