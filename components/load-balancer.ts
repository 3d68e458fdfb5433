import * as pulumi from "@pulumi/pulumi";
import { Listener } from "@pulumi/aws/lb/listener";
import { ListenerRule } from "@pulumi/aws/lb/listenerRule";
import { LoadBalancer as ApplicationLoadBalancer } from "@pulumi/aws/lb/loadBalancer";
import type { TargetGroup } from "@pulumi/aws/lb/targetGroup";
import { LOAD_BALANCER_LOG_PREFIXES } from "./internal/bucket-policy";
import { physicalName } from "./internal/names";
import { CATCH_ALL_PRIORITY, partitionRoutes } from "./internal/routes";
import type { Route } from "./internal/routes";
import { conditionsOf, createEcsRules, createTargetGroups } from "./internal/served-route";
import type { EcsRules, RouteTargets } from "./internal/served-route";
import type { TlsPolicy } from "./internal/tls-policies";

export interface LoadBalancerArgs {
  /** The name, `<system>-<environment>`. Changing this replaces the load balancer, so the engine refuses it. */
  namePrefix: string;
  /** The host that plain HTTP is sent to, whatever host the client named. */
  domain: string;
  vpcId: pulumi.Input<string>;
  /** Public subnets in at least two zones. */
  subnetIds: readonly pulumi.Input<string>[];
  securityGroupId: pulumi.Input<string>;
  /** An issued certificate for the domain, with an RSA key. */
  certificateArn: pulumi.Input<string>;
  tlsPolicy: TlsPolicy;
  /** A bucket in the same region, with S3's own encryption and the statement of loadBalancerLogDelivery(). */
  accessLogBucket: pulumi.Input<string>;
  /** Seconds without a byte after which a connection is closed, 1 to 4000. The services must keep theirs open longer. */
  idleTimeoutSeconds: number;
  /** Seconds that a task has to finish its requests once it gets no new ones, 0 to 3600. */
  drainSeconds: number;
  /** One route for each service; exactly one is the default. */
  routes: readonly Route[];
}

/** Where a service registers its tasks. */
export interface ServedTargetGroup {
  /** Resolves once a listener sends requests here: ECS refuses a target group without a load balancer. */
  readonly arn: pulumi.Output<string>;
  /** The dimension of its metrics. */
  readonly arnSuffix: pulumi.Output<string>;
}

/**
 * The one public door: a load balancer that ends TLS and shares requests among services by path and host.
 *
 * Creates: the load balancer; a listener that only redirects plain HTTP; the HTTPS listener; for each route a target group,
 * two where two versions of a service stand side by side, and a rule unless it is the default.
 * Guarantees: a permanent redirect to one fixed host, path and query kept; TLS 1.2 or later with HTTP/2; the client's
 * address appended to X-Forwarded-For and the Host header passed on as it came; headers with invalid names dropped; every
 * request and connection logged; protected, by the engine and by AWS. AWS sets no X-Real-IP.
 * A target group that must be replaced is made under a new name before the rule leaves the old one, which goes last.
 * Cost: about 20 USD a month and what passes through. https://aws.amazon.com/elasticloadbalancing/pricing/
 */
export class LoadBalancer extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  /** The dimension of its metrics. */
  public readonly arnSuffix: pulumi.Output<string>;
  /** The name that the domain's DNS record points to. */
  public readonly dnsName: pulumi.Output<string>;
  /** The Route 53 zone of dnsName, for an alias record. */
  public readonly zoneId: pulumi.Output<string>;
  public readonly httpsListenerArn: pulumi.Output<string>;
  /** Service -> its target group; with two versions `<service>-blue` and `<service>-green`, or `<service>-alternate` too. */
  public readonly targetGroups: Readonly<Record<string, ServedTargetGroup>>;
  /** Service that ECS deploys -> the rules whose weights it moves. */
  public readonly ecsRules: Readonly<Record<string, EcsRules>>;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:load-balancer:LoadBalancer", name, {}, opts);
    const { fallback, matched } = partitionRoutes(args.routes);
    const logs = (prefix: string) => ({ bucket: args.accessLogBucket, prefix, enabled: true });

    const loadBalancer = new ApplicationLoadBalancer(
      name,
      {
        name: physicalName("loadBalancer", args.namePrefix),
        loadBalancerType: "application",
        internal: false,
        subnets: [...args.subnetIds],
        securityGroups: [args.securityGroupId],
        idleTimeout: args.idleTimeoutSeconds,
        enableHttp2: true,
        preserveHostHeader: true,
        xffHeaderProcessingMode: "append",
        dropInvalidHeaderFields: true,
        // It stops what can smuggle a request and closes the connection after what is unclear. "strictest" also refuses
        // what is harmless but not to the letter of RFC 7230, and clients in use send such requests.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
        desyncMitigationMode: "defensive",
        enableDeletionProtection: true,
        enableZonalShift: true,
        accessLogs: logs(LOAD_BALANCER_LOG_PREFIXES.access),
        // They alone show a failed TLS handshake, and so whom a stricter TLS policy would shut out.
        connectionLogs: logs(LOAD_BALANCER_LOG_PREFIXES.connection),
        tags: { Name: args.namePrefix },
      },
      // A new one has a new DNS name, and the record that points to it may be kept by others.
      { parent: this, protect: true },
    );

    new Listener(
      `${name}-http`,
      {
        loadBalancerArn: loadBalancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [
          {
            type: "redirect",
            redirect: {
              statusCode: "HTTP_301",
              protocol: "HTTPS",
              port: "443",
              // AWS's default, #{host}, would send a client to whatever host it was lured with.
              host: args.domain,
              path: "/#{path}",
              query: "#{query}",
            },
          },
        ],
      },
      { parent: this },
    );

    const fallbackTargets = createTargetGroups(this, name, args, fallback);
    const https = new Listener(
      `${name}-https`,
      {
        loadBalancerArn: loadBalancer.arn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: args.tlsPolicy,
        certificateArn: args.certificateArn,
        defaultActions: [fallbackTargets.action],
      },
      { parent: this },
    );

    const served: Record<string, ServedTargetGroup> = {};
    const ecsRules: Record<string, EcsRules> = {};
    const serve = (groups: RouteTargets["groups"], by: readonly pulumi.Output<string>[]): void => {
      for (const [version, group] of Object.entries(groups)) served[version] = servedBy(group, by);
    };
    if (fallback.versions?.kind === "ecs") {
      const match = { priority: CATCH_ALL_PRIORITY, paths: ["/*"] };
      const rules = createEcsRules(this, name, https.arn, { ...fallback, match }, fallbackTargets.action);
      ecsRules[fallback.service] = rules;
      serve(fallbackTargets.groups, [rules.productionRuleArn, rules.testRuleArn]);
    } else {
      serve(fallbackTargets.groups, [https.arn]);
    }
    for (const route of matched) {
      const { groups, action } = createTargetGroups(this, name, args, route);
      if (route.versions?.kind === "ecs") {
        const rules = createEcsRules(this, name, https.arn, route, action);
        ecsRules[route.service] = rules;
        serve(groups, [rules.productionRuleArn, rules.testRuleArn]);
        continue;
      }
      const rule = new ListenerRule(
        `${name}-${route.service}`,
        { listenerArn: https.arn, priority: route.match.priority, conditions: conditionsOf(route.match), actions: [action] },
        { parent: this },
      );
      serve(groups, [rule.arn]);
    }

    this.arn = loadBalancer.arn;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.httpsListenerArn = https.arn;
    this.targetGroups = served;
    this.ecsRules = ecsRules;

    this.registerOutputs({ arn: this.arn, dnsName: this.dnsName, targetGroups: this.targetGroups });
  }
}

function servedBy(group: TargetGroup, servingArns: readonly pulumi.Output<string>[]): ServedTargetGroup {
  return { arn: pulumi.all([group.arn, pulumi.all([...servingArns])]).apply(([arn]) => arn), arnSuffix: group.arnSuffix };
}
