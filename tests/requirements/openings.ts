import { strict as assert } from "node:assert";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import type { Graph } from "../helpers/graph";

/** Exactly these connections are let through, and no others. */
export interface Openings {
  /** What groups let in, or what they let out. */
  readonly openings: "ingress" | "egress";
  /** Only those of this security group, by logical name. @default - of all */
  readonly of?: string;
  /** Only those whose range of ports holds this TCP port. @default - of all ports */
  readonly port?: number;
  /** `from -> to:port`: logical names of security groups, of lists of addresses and of the S3 endpoint, or ranges of addresses. */
  readonly exactly: readonly string[];
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULES = {
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

/** All connections that the rules let through and that are asked for, sorted. */
export function openings(graph: Graph, { openings: direction, of, port }: Openings): readonly string[] {
  assertNoOtherRules(graph);
  const rules = graph.all(RULES[direction]);
  assert.ok(rules.length > 0, `there is no ${direction} rule at all, so this would prove nothing`);
  return rules
    .filter(({ inputs }) => of === undefined || inputs.securityGroupId === graph.one(GROUP, of).outputs.id)
    .filter((rule) => port === undefined || covers(rule, port))
    .map((rule) => {
      const own = nameOf(graph, rule.inputs.securityGroupId);
      const other = otherEnd(graph, rule);
      return `${direction === "ingress" ? `${other} -> ${own}` : `${own} -> ${other}`}:${portsOf(rule)}`;
    })
    .toSorted();
}

/** Rules in other forms would be open doors that the reading above does not see. */
function assertNoOtherRules(graph: Graph): void {
  for (const { name, inputs } of graph.all(GROUP)) {
    assert.deepEqual([inputs.ingress ?? [], inputs.egress ?? []], [[], []], `${name} has rules of its own`);
  }
  assert.deepEqual(graph.all("aws:ec2/securityGroupRule:SecurityGroupRule"), []);
}

function covers({ inputs: { ipProtocol, fromPort, toPort } }: RegisteredResource, port: number): boolean {
  return ipProtocol === "-1" || (ipProtocol === "tcp" && Number(fromPort) <= port && port <= Number(toPort));
}

function portsOf({ inputs: { ipProtocol, fromPort, toPort } }: RegisteredResource): string {
  if (ipProtocol === "-1") return "everything";
  const ports = fromPort === toPort ? String(fromPort) : `${String(fromPort)}-${String(toPort)}`;
  return ipProtocol === "tcp" ? ports : `${ports}/${String(ipProtocol)}`;
}

function otherEnd(graph: Graph, { inputs }: RegisteredResource): string {
  const { cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = inputs;
  const endpoint = graph
    .all("aws:ec2/vpcEndpoint:VpcEndpoint")
    .find(({ outputs }) => prefixListId !== undefined && outputs.prefixListId === prefixListId);
  const list = graph.all("aws:ec2/managedPrefixList:ManagedPrefixList").find(({ outputs }) => outputs.id === prefixListId);
  return endpoint?.name ?? list?.name ?? nameOf(graph, cidrIpv4 ?? cidrIpv6 ?? prefixListId ?? referencedSecurityGroupId);
}

/** The logical name of a group, or the text itself. */
function nameOf(graph: Graph, id: unknown): string {
  return graph.all(GROUP).find(({ outputs }) => outputs.id === id)?.name ?? String(id);
}
