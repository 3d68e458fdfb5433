import * as pulumi from "@pulumi/pulumi";
import { PrivateDnsNamespace } from "@pulumi/aws/servicediscovery/privateDnsNamespace";
import { Service as DiscoveryService } from "@pulumi/aws/servicediscovery/service";

export interface DiscoveryArgs {
  /** Prefix of the private zone, `<system>-<environment>`. Changing this replaces everything here. */
  namePrefix: string;
  /** The VPC in which the names resolve. */
  vpcId: pulumi.Input<string>;
  /** The ECS services that get a name. Renaming one replaces its entry. */
  services: readonly string[];
}

export interface DiscoveredService {
  /** For `serviceRegistries` of the ECS service. */
  readonly registryArn: pulumi.Output<string>;
  /** `<service>.<system>-<environment>.internal`, one A record for each running task. */
  readonly dnsName: string;
}

/**
 * A private DNS name for each service, under which the address of each of its tasks can be found: the collector of
 * metrics must read every task, and a load balancer would show it only one.
 *
 * Creates: a private DNS zone, and an entry for each service, which ECS keeps up to date.
 * Guarantees: the names resolve in the VPC only. They open no way: security groups decide who may connect.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
 */
export class Discovery extends pulumi.ComponentResource {
  /** `<system>-<environment>.internal`, known before anything exists. */
  public readonly domain: string;
  /** Service -> where it is registered and how it is called. */
  public readonly services: Readonly<Record<string, DiscoveredService>>;

  constructor(name: string, args: DiscoveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:discovery:Discovery", name, {}, opts);
    // ICANN has set .internal aside for private use: no public name can ever hide behind it.
    this.domain = `${args.namePrefix}.internal`;

    const namespace = new PrivateDnsNamespace(
      `${name}-zone`,
      { name: this.domain, vpc: args.vpcId, description: `${args.namePrefix}: tasks by name` },
      { parent: this },
    );

    const register = (service: string): DiscoveredService => {
      const registry = new DiscoveryService(
        `${name}-${service}`,
        {
          name: service,
          dnsConfig: {
            namespaceId: namespace.id,
            // Every healthy task in one answer, at most eight; ten seconds, so that a stopped task is soon forgotten.
            routingPolicy: "MULTIVALUE",
            dnsRecords: [{ type: "A", ttl: 10 }],
          },
        },
        { parent: this },
      );
      return { registryArn: registry.arn, dnsName: `${service}.${this.domain}` };
    };
    this.services = Object.fromEntries(args.services.map((service) => [service, register(service)]));

    this.registerOutputs({ domain: this.domain, services: this.services });
  }
}
