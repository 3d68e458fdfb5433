import * as pulumi from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/aws/accessanalyzer/analyzer";
import { EncryptionByDefault } from "@pulumi/aws/ebs/encryptionByDefault";
import { SnapshotBlockPublicAccess } from "@pulumi/aws/ebs/snapshotBlockPublicAccess";
import { Detector } from "@pulumi/aws/guardduty/detector";
import { DetectorFeature } from "@pulumi/aws/guardduty/detectorFeature";
import { Enabler } from "@pulumi/aws/inspector2/enabler";
import { Account } from "@pulumi/aws/securityhub/account";
import { StandardsSubscription } from "@pulumi/aws/securityhub/standardsSubscription";
import { physicalName } from "./internal/names";
import { GUARDDUTY_FEATURES, standardArn } from "./internal/security-services";
import type { GuardDutyFeature, InspectorTarget, SecurityStandard } from "./internal/security-services";

export interface AccountSecurityArgs {
  /** Prefix of the analyzers' names, `<system>-<environment>`. Changing this replaces them and what they found. */
  namePrefix: string;
  accountId: string;
  region: string;
  /** What GuardDuty looks at besides its three base sources; the others are turned off. */
  guardDutyFeatures: readonly GuardDutyFeature[];
  /** What Security Hub checks the account against, at least one. */
  standards: readonly SecurityStandard[];
  /** What Inspector searches for known flaws, at least one. */
  inspectorTargets: readonly InspectorTarget[];
  /** Days after which a permission that nobody used is a finding, 1 to 365. */
  unusedAccessDays: number;
}

/**
 * What watches one region of an account. AWS has each of these once for a region, so one stack alone makes them.
 *
 * Creates: a GuardDuty detector and its features, Security Hub with its standards, Inspector, two access analyzers
 * (from outside, and unused), encryption of every new disk, a bar to public snapshots.
 * Guarantees: findings are published within 15 minutes; a control that AWS adds to a standard is on. The detector and
 * Security Hub are protected: what they found goes with them.
 * Security Hub needs AWS Config in the region; see ConfigRecorder.
 * Cost: by use. GuardDuty about 4 USD for a million events, Security Hub 0.001 USD for a check, Inspector 0.09 USD for an
 * image, 0.20 USD for each role and month that is searched for unused access.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
export class AccountSecurity extends pulumi.ComponentResource {
  public readonly detectorId: pulumi.Output<string>;

  constructor(name: string, args: AccountSecurityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:account-security:AccountSecurity", name, {}, opts);

    const detector = new Detector(
      `${name}-detector`,
      { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
      { parent: this, protect: true },
    );
    // A new detector has some of them on: each is said, so that the account is what the settings say.
    for (const feature of GUARDDUTY_FEATURES) {
      new DetectorFeature(
        `${name}-${feature.toLowerCase().replaceAll("_", "-")}`,
        { detectorId: detector.id, name: feature, status: args.guardDutyFeatures.includes(feature) ? "ENABLED" : "DISABLED" },
        { parent: this },
      );
    }

    const hub = new Account(
      `${name}-hub`,
      { enableDefaultStandards: false, autoEnableControls: true, controlFindingGenerator: "SECURITY_CONTROL" },
      { parent: this, protect: true },
    );
    for (const standard of args.standards) {
      new StandardsSubscription(
        `${name}-${standard}`,
        { standardsArn: standardArn(standard, args.region) },
        { parent: this, dependsOn: [hub] },
      );
    }

    new Enabler(
      `${name}-inspector`,
      { accountIds: [args.accountId], resourceTypes: [...args.inspectorTargets].sort() },
      { parent: this },
    );

    new Analyzer(
      `${name}-external-access`,
      { analyzerName: physicalName("analyzer", args.namePrefix, "external-access"), type: "ACCOUNT" },
      { parent: this },
    );
    new Analyzer(
      `${name}-unused-access`,
      {
        analyzerName: physicalName("analyzer", args.namePrefix, "unused-access"),
        type: "ACCOUNT_UNUSED_ACCESS",
        configuration: { unusedAccess: { unusedAccessAge: args.unusedAccessDays } },
      },
      { parent: this },
    );

    new EncryptionByDefault(`${name}-disks`, { enabled: true }, { parent: this });
    new SnapshotBlockPublicAccess(`${name}-snapshots`, { state: "block-all-sharing" }, { parent: this });

    this.detectorId = detector.id;
    this.registerOutputs({ detectorId: this.detectorId });
  }
}
