import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { WebAcl } from "@pulumi/aws/wafv2/webAcl";
import { WebAclAssociation } from "@pulumi/aws/wafv2/webAclAssociation";
import { WebAclLoggingConfiguration } from "@pulumi/aws/wafv2/webAclLoggingConfiguration";
import { physicalName } from "./internal/names";
import { ORIGIN_SECRET_HEADER } from "./internal/origin-secret-header";
import { createMaintenanceRule } from "./internal/maintenance-rule";
import type { MaintenanceMode } from "./internal/maintenance-rule";
import { visibility, webFirewallRules } from "./internal/web-firewall-rules";
import type { ClientAddress, RateLimit } from "./internal/web-firewall-rules";

export interface WebFirewallArgs {
  /**
   * The name of the web ACL, of its metric and the end of its log group's, `<system>-<environment>`. Changing this replaces
   * both: requests pass unchecked for a moment, and what the log group holds is lost.
   */
  namePrefix: string;
  /** The load balancer that is protected. It stands behind one web ACL at most. */
  loadBalancerArn: pulumi.Input<string>;
  /** Name -> limit: lower-case letters, digits and hyphens. At least one, at most nine. */
  rateLimits: Readonly<Record<string, RateLimit>>;
  /** Where a request says who sent it. With a header the load balancer must admit nobody but the CDN that writes it. */
  clientAddress: ClientAddress;
  /**
   * Paths that take files, such as /api/documents; what is below them is included. There bodies may be larger than 8 kB, and
   * may hold what looks like an attack: the application checks them. Elsewhere they are blocked.
   */
  uploadPaths: readonly string[];
  /**
   * Secrets of which a request must have one in X-Origin-Secret, letters and digits. Two while the CDN goes from one to the
   * next. @default - none is asked for
   */
  originSecrets?: readonly pulumi.Input<string>[];
  /** Whom alone it lets pass for now, and what the others read. @default - everybody may pass */
  maintenance?: MaintenanceMode | undefined;
  /** How long a request's record is kept, in days: a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  /** The KMS key of the log group. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
}

/** What tells who a client is to the application; a log that holds it is a list of sessions to take over. */
const REDACTED_HEADERS = ["authorization", "cookie"];

/**
 * Looks at every request before the load balancer passes it on, and blocks attacks and floods.
 *
 * Creates: a web ACL with its rules, its tie to the load balancer, an encrypted log group and the log configuration.
 * Guarantees: AWS's rules against common attacks, SQL injection, known bad inputs and addresses of ill repute block, not
 * count; a client over a rate limit gets 429 and others 403; every request is logged, without cookies and authorization. With
 * origin secrets, nothing passes that did not come through the CDN which knows one; the load balancer asks its targets for
 * their health itself, past the web ACL. They are secrets in the state, and no log shows them.
 * Clients behind one public address, a campus say, share its limits.
 * Cost: 5 USD a month, 1 USD for each rule, 0.60 USD for a million requests. https://aws.amazon.com/waf/pricing/
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-chapter.html
 */
export class WebFirewall extends pulumi.ComponentResource {
  public readonly webAclArn: pulumi.Output<string>;
  public readonly webAclName: pulumi.Output<string>;
  /** The dimension WebACL of its metrics; the dimension Rule is a rule's name, or ALL. */
  public readonly metricName: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: WebFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:web-firewall:WebFirewall", name, {}, opts);

    const redacted = [...REDACTED_HEADERS, ...(args.originSecrets === undefined ? [] : [ORIGIN_SECRET_HEADER.toLowerCase()])];

    const maintenance =
      args.maintenance === undefined
        ? undefined
        : createMaintenanceRule(this, name, args.namePrefix, args.maintenance, args.clientAddress);

    const webAcl = new WebAcl(
      name,
      {
        name: physicalName("webAcl", args.namePrefix),
        description: `${args.namePrefix}: requests to the load balancer`,
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        // Inline, not as resources of their own: they change together, and the web ACL never stands without them.
        rules: [...webFirewallRules(args), ...(maintenance === undefined ? [] : [maintenance.rule])],
        ...(maintenance === undefined ? {} : { customResponseBodies: [maintenance.responseBody] }),
        visibilityConfig: visibility(args.namePrefix),
        tags: { Name: args.namePrefix },
      },
      { parent: this, additionalSecretOutputs: args.originSecrets === undefined ? [] : ["rules"] },
    );

    new WebAclAssociation(
      `${name}-load-balancer`,
      { resourceArn: args.loadBalancerArn, webAclArn: webAcl.arn },
      // AWS takes a tie away by the load balancer alone: to delete the old one after the new one would delete the new one.
      // https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html
      { parent: this, deleteBeforeReplace: true },
    );

    const logGroup = new LogGroup(
      `${name}-requests`,
      {
        // WAF writes only to names that begin so. https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
        name: physicalName("logGroup", "aws-waf-logs", args.namePrefix),
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "confidential" },
      },
      { parent: this },
    );

    // No policy of ours lets WAF write: it puts its own on the log group, and a log group takes no second one.
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html
    new WebAclLoggingConfiguration(
      `${name}-requests`,
      {
        resourceArn: webAcl.arn,
        logDestinationConfigs: [logGroup.arn],
        redactedFields: redacted.map((header) => ({ singleHeader: { name: header } })),
      },
      { parent: this },
    );

    this.webAclArn = webAcl.arn;
    this.webAclName = webAcl.name;
    this.metricName = pulumi.output(args.namePrefix);
    this.logGroupName = logGroup.name;

    this.registerOutputs({ webAclArn: this.webAclArn, webAclName: this.webAclName, metricName: this.metricName });
  }
}
