import { isProperties, UNKNOWN } from "../rehearsal/provider/struct";
import type { Properties, Value } from "./model";
import { numberOf } from "./judgements";

/** Where a shell or a screen listens: SSH and RDP. */
export const ADMIN_PORTS: readonly number[] = [22, 3389];

/** What one ingress permission lets in, whichever form it was written in. */
export interface Permission {
  /** `tcp`, `-1` for all of them, UNKNOWN. */
  readonly protocol: string;
  /** Lowest and highest port; undefined where all ports are meant, or nobody knows which. */
  readonly ports: { readonly from: number; readonly to: number } | undefined;
  /** Address blocks, IPv4 and IPv6. UNKNOWN is a block of unknown size. */
  readonly cidrs: readonly string[];
  /** Managed elsewhere, so anything can be on them. */
  readonly prefixLists: readonly string[];
}

/**
 * The permission of a stand-alone rule (`aws.vpc.SecurityGroupIngressRule`), of the old `aws.ec2.SecurityGroupRule`, or of one
 * item of a group's inline `ingress`. The three spell the same thing differently; here the spelling no longer matters.
 */
export function permissionOf(properties: Properties): Permission {
  const protocol = String(properties.ipProtocol ?? properties.protocol ?? "-1").toLowerCase();
  return {
    protocol: protocol === "all" ? "-1" : protocol,
    ports: portsOf(protocol, properties.fromPort, properties.toPort),
    cidrs: texts(properties.cidrIpv4, properties.cidrIpv6, properties.cidrBlocks, properties.ipv6CidrBlocks),
    prefixLists: texts(properties.prefixListId, properties.prefixListIds),
  };
}

/** The permissions of a group's inline `ingress`, a list or a single one. An unknown list may hold anything. */
export function inlinePermissions(ingress: Value | undefined): readonly Permission[] {
  if (ingress === undefined || ingress === null) return [];
  const items = Array.isArray(ingress) ? ingress : [ingress];
  return items.map((item: Value) => permissionOf(isProperties(item) ? item : { cidrBlocks: [UNKNOWN] }));
}

/** Whether the permission admits the internet to a port that is not one of the public ones. */
export function opensToWorld(permission: Permission, publicPorts: readonly number[]): boolean {
  if (permission.prefixLists.length > 0) return true;
  if (!permission.cidrs.some(isWorld)) return false;
  const { ports } = permission;
  if (!["tcp", "6", "udp", "17"].includes(permission.protocol) || ports === undefined) return true;
  for (let port = ports.from; port <= ports.to; port += 1) if (!publicPorts.includes(port)) return true;
  return false;
}

/** Whether the permission reaches one of the ports from an address block, however small, or from a list of blocks. */
export function opensPortsToAddresses(permission: Permission, ports: readonly number[]): boolean {
  if (permission.cidrs.length === 0 && permission.prefixLists.length === 0) return false;
  const { ports: range } = permission;
  return range === undefined || ports.some((port) => port >= range.from && port <= range.to);
}

/** Whether the permission names neither a protocol nor ports: everything is let in. */
export function opensEverything({ protocol, ports }: Permission): boolean {
  return protocol === "-1" || protocol === UNKNOWN || ports === undefined;
}

/**
 * Whether an address block is the internet or so large a part of it that two of them make it up: `0.0.0.0/1` and
 * `128.0.0.0/1` are the same as `0.0.0.0/0`. Private blocks of that size (10.0.0.0/8) are not. What can't be read counts.
 */
export function isWorld(cidr: string): boolean {
  const parts = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(cidr.trim());
  if (parts === null) return true;
  const bits = Number(parts[2]);
  return (parts[1] ?? "").includes(":") ? bits < 16 : bits < 8;
}

function portsOf(protocol: string, fromPort: Value | undefined, toPort: Value | undefined): Permission["ports"] {
  const from = numberOf(fromPort);
  const to = numberOf(toPort);
  if (protocol === "-1" || protocol === "all" || protocol === UNKNOWN) return undefined;
  // -1 is "all ports" too: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
  if (!(from >= 0) || !(to >= from)) return undefined;
  return { from, to: Math.min(to, 65535) };
}

function texts(...values: readonly (Value | undefined)[]): readonly string[] {
  return values.flatMap((value) => (Array.isArray(value) ? value : [value])).flatMap((value: Value | undefined) => (typeof value === "string" && value !== "" ? [value] : []));
}
