import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import {
  BACKUP_TRUST,
  backupPolicies,
  failedJobs,
  policyNameOf,
  restorePolicies,
} from "../../../components/internal/backup-service";
import { valueOf } from "../../helpers/outputs";

const ROLE = "arn:aws:iam::123456789012:role/backup";

describe("the roles of AWS Backup", () => {
  it("give the S3 policy only to what backs buckets up", () => {
    assert.deepEqual(backupPolicies("database").map(policyNameOf), ["AWSBackupServiceRolePolicyForBackup"]);
    assert.deepEqual(backupPolicies("bucket").map(policyNameOf), [
      "AWSBackupServiceRolePolicyForBackup",
      "AWSBackupServiceRolePolicyForS3Backup",
    ]);
  });

  it("give the S3 restore policy only to what restores buckets", () => {
    assert.deepEqual(restorePolicies(["database"]).map(policyNameOf), ["AWSBackupServiceRolePolicyForRestores"]);
    assert.deepEqual(restorePolicies(["database", "bucket"]).map(policyNameOf), [
      "AWSBackupServiceRolePolicyForRestores",
      "AWSBackupServiceRolePolicyForS3Restore",
    ]);
  });

  it("are assumed by AWS Backup and nobody else", () => {
    assert.deepEqual(JSON.parse(BACKUP_TRUST).Statement, [
      { Effect: "Allow", Principal: { Service: "backup.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });
});

describe("failedJobs", () => {
  it("matches backup and copy jobs by state", async () => {
    assert.deepEqual(JSON.parse(await valueOf(failedJobs("backup", pulumi.output(ROLE)))), {
      source: ["aws.backup"],
      "detail-type": ["Backup Job State Change", "Copy Job State Change"],
      detail: { iamRoleArn: [ROLE], state: ["ABORTED", "EXPIRED", "FAILED"] },
    });
  });

  it("matches restore jobs by status, the word that they use", async () => {
    assert.deepEqual(JSON.parse(await valueOf(failedJobs("restore", ROLE))), {
      source: ["aws.backup"],
      "detail-type": ["Restore Job State Change"],
      detail: { iamRoleArn: [ROLE], status: ["ABORTED", "EXPIRED", "FAILED"] },
    });
  });
});
