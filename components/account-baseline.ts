import * as pulumi from "@pulumi/pulumi";
import { EnrollmentStatus } from "@pulumi/aws/computeoptimizer/enrollmentStatus";
import { AccountPasswordPolicy } from "@pulumi/aws/iam/accountPasswordPolicy";
import { AccountPublicAccessBlock } from "@pulumi/aws/s3/accountPublicAccessBlock";

export interface AccountBaselineArgs {
  accountId: string;
}

/**
 * What an account has once, whatever its regions. One stack alone makes it: another would undo it when it goes.
 *
 * Creates: the bar to public buckets, the rule for passwords, the enrolment with Compute Optimizer.
 * Guarantees: no bucket of the account can be made public, by whomever; passwords as the CIS benchmark asks, for users that
 * somebody made by hand. Leaving the stack turns all of it off.
 * Cost: none.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
 */
export class AccountBaseline extends pulumi.ComponentResource {
  constructor(name: string, args: AccountBaselineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:account-baseline:AccountBaseline", name, {}, opts);

    new AccountPublicAccessBlock(
      `${name}-public-access-block`,
      {
        accountId: args.accountId,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    new AccountPasswordPolicy(
      `${name}-passwords`,
      {
        // CIS 1.8 and 1.9; 90 days are IAM.7 of the foundational standard.
        minimumPasswordLength: 14,
        passwordReusePrevention: 24,
        maxPasswordAge: 90,
        requireLowercaseCharacters: true,
        requireUppercaseCharacters: true,
        requireNumbers: true,
        requireSymbols: true,
        allowUsersToChangePassword: true,
        // With it a person whose password has run out is locked out until an administrator comes.
        hardExpiry: false,
      },
      { parent: this },
    );
    new EnrollmentStatus(`${name}-compute-optimizer`, { status: "Active" }, { parent: this });

    this.registerOutputs();
  }
}
