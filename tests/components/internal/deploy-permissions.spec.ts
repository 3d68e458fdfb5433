import { strict as assert } from "node:assert";
import {
  boundaryStatements,
  changeStatements,
  deployStatements,
  readStatements,
  rolePath,
  secretStatements,
  stateStatements,
  supportStatements,
} from "../../../components/internal/deploy-permissions";
import { policyDocument } from "../../../components/internal/policy-document";
import type { PolicyStatement } from "../../../components/internal/policy-document";
import { matches } from "../../../policy/iam-document";
import { valueOf } from "../../helpers/outputs";

const ACCOUNT = "123456789012";
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary/reference-production-boundary`;
const deploy = deployStatements({
  accountId: ACCOUNT,
  regions: ["eu-central-1", "eu-west-1"],
  rolePath: rolePath("reference-production"),
  boundaryArn: BOUNDARY,
});
const deployer = [...readStatements(), ...changeStatements(), ...deploy];
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reference-production/api`;
const DEPLOYER = `arn:aws:iam::${ACCOUNT}:role/deploy/reference-production-deploy`;

/** Statements that speak of an action on a resource, whatever their conditions are. */
function speaking(statements: readonly PolicyStatement[], action: string, resource: string): readonly PolicyStatement[] {
  return statements.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => matches(pattern, action)) && resources.some((pattern) => matches(String(pattern), resource)),
  );
}

/** Allowed by one statement and denied, without a condition, by none. */
function may(statements: readonly PolicyStatement[], action: string, resource = "*"): boolean {
  const found = speaking(statements, action, resource);
  return found.some(({ effect }) => effect !== "Deny") && !found.some(({ effect, conditions }) => effect === "Deny" && conditions === undefined);
}

const size = async (statements: readonly PolicyStatement[]) => (await valueOf(policyDocument(statements))).length;

describe("what a deployer may do", () => {
  it("reads configurations, and no data: no object, line, message, parameter or secret", () => {
    const reads = readStatements();
    for (const action of ["ec2:DescribeVpcs", "iam:GetRole", "s3:GetBucketPolicy", "s3:GetLifecycleConfiguration", "kms:GetKeyPolicy", "logs:DescribeLogGroups"]) {
      assert.ok(may(reads, action), action);
    }
    for (const action of [
      "s3:GetObject", "logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "sqs:ReceiveMessage", "ssm:GetParameter",
      "secretsmanager:GetSecretValue", "kms:Decrypt", "rds:DownloadDBLogFilePortion", "ecr:GetAuthorizationToken", "ec2:CreateVpc",
    ]) {
      assert.ok(!may(reads, action), action);
    }
  });

  it("changes what the program makes", () => {
    for (const action of [
      "ec2:CreateVpc", "ec2:AuthorizeSecurityGroupIngress", "rds:CreateDBInstance", "rds:ModifyDBInstance", "ecs:UpdateService",
      "ecs:RegisterTaskDefinition", "s3:PutBucketPolicy", "s3:PutBucketObjectLockConfiguration", "kms:CreateKey", "kms:CreateGrant",
      "elasticloadbalancing:CreateListener", "cloudtrail:CreateTrail", "backup-storage:MountCapsule", "secretsmanager:PutSecretValue",
    ]) {
      assert.ok(may(deployer, action), action);
    }
  });

  it("makes roles only below the system's path, and only with the bound on them", () => {
    for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"]) {
      const found = speaking(deployer, action, ROLE);
      assert.deepEqual(found.map(({ conditions }) => conditions), [{ StringEquals: { "iam:PermissionsBoundary": [BOUNDARY] } }], action);
      assert.ok(!may(deployer, action, `arn:aws:iam::${ACCOUNT}:role/admin`), action);
    }
    assert.ok(!may(deployer, "iam:DeleteRolePermissionsBoundary", ROLE));
    assert.ok(!may(deployer, "iam:CreatePolicyVersion", BOUNDARY));
  });

  it("hands the system's roles to services that are named, and no other role to anybody", () => {
    const [passing, ...more] = speaking(deployer, "iam:PassRole", ROLE);
    assert.deepEqual(more, []);
    assert.ok((passing?.conditions?.["StringEquals"]?.["iam:PassedToService"] ?? []).includes("ecs-tasks.amazonaws.com"));
    assert.ok(!may(deployer, "iam:PassRole", DEPLOYER));
  });

  it("can't change its own roles, users, the provider, the trail, locks or recovery points", () => {
    for (const action of ["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DeleteRole", "iam:TagRole"]) {
      assert.ok(!may(deployer, action, DEPLOYER), action);
    }
    assert.ok(!may(deployer, "iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/mallory`));
    assert.ok(!may(deployer, "iam:DeleteOpenIDConnectProvider", `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`));
    for (const action of [
      "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "guardduty:DeleteDetector", "securityhub:DisableSecurityHub",
      "config:StopConfigurationRecorder", "backup:DeleteRecoveryPoint", "backup:DeleteBackupVaultLockConfiguration",
      "s3:BypassGovernanceRetention", "s3:DeleteObjectVersion",
    ]) {
      assert.ok(!may(deployer, action), action);
    }
  });

  it("makes nothing that holds data outside the regions", () => {
    const elsewhere = deploy.filter(({ sid }) => sid === "NeverElsewhere");
    assert.deepEqual(
      elsewhere.map(({ effect, conditions }) => [effect, conditions]),
      [["Deny", { StringNotEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1"] } }]],
    );
    for (const action of ["rds:CreateDBInstance", "s3:CreateBucket", "kms:CreateKey", "logs:CreateLogGroup", "ec2:RunInstances"]) {
      assert.equal(speaking(elsewhere, action, "*").length, 1, action);
    }
  });

  it("fits into what AWS takes: 6144 characters for a policy, 10240 for a role's own", async () => {
    assert.ok((await size(readStatements())) <= 6144);
    assert.ok((await size(changeStatements())) <= 6144);
    assert.ok((await size(boundaryStatements(ACCOUNT))) <= 6144);
    const state = stateStatements({ bucketName: "s".repeat(63), keyArn: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1` }, "write");
    assert.ok((await size([...state, ...deploy])) <= 10_240);
  });
});

describe("the bound of the system's roles", () => {
  const bound = boundaryStatements(ACCOUNT);

  it("lets through what tasks and services do", () => {
    for (const action of ["s3:GetObject", "kms:Decrypt", "ecs:RunTask", "logs:PutLogEvents", "iam:PassRole", "iam:CreateServiceLinkedRole", "backup:DeleteRecoveryPoint"]) {
      assert.ok(may(bound, action), action);
    }
  });

  it("lets no role give itself rights, take a deployer's, or touch the record", () => {
    for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:CreateAccessKey", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePermissionsBoundary", "organizations:LeaveOrganization", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail", "s3:BypassGovernanceRetention"]) {
      assert.ok(!may(bound, action), action);
    }
    assert.ok(!may(bound, "sts:AssumeRole", DEPLOYER));
    assert.ok(may(bound, "sts:AssumeRole", ROLE));
  });
});

describe("stateStatements", () => {
  const state = { bucketName: "state", keyArn: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1` };

  it("let a reader lock the state and leave it as it is", () => {
    const reader = stateStatements(state, "read");
    assert.ok(may(reader, "s3:GetObject", "arn:aws:s3:::state/.pulumi/stacks/reference/production.json"));
    assert.ok(may(reader, "s3:PutObject", "arn:aws:s3:::state/.pulumi/locks/1.json"));
    assert.ok(!may(reader, "s3:PutObject", "arn:aws:s3:::state/.pulumi/stacks/reference/production.json"));
  });

  it("let a deployer write it", () => {
    assert.ok(may(stateStatements(state, "write"), "s3:PutObject", "arn:aws:s3:::state/.pulumi/stacks/reference/production.json"));
  });
});

describe("what people and drift runs read besides", () => {
  it("is the secrets of one system", () => {
    const drift = secretStatements(ACCOUNT, "reference/production/");
    assert.ok(may(drift, "secretsmanager:GetSecretValue", `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:reference/production/smtp-abcdef`));
    assert.ok(!may(drift, "secretsmanager:GetSecretValue", `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:reference/staging/smtp-abcdef`));
  });

  it("is the logs of one system, for support", async () => {
    const text = await valueOf(policyDocument(supportStatements(ACCOUNT, "reference-production")));
    assert.deepEqual(JSON.parse(text).Statement[0].Resource, [`arn:aws:logs:*:${ACCOUNT}:log-group:/reference-production/*`]);
    assert.ok(!text.includes("Put"));
  });
});
