import { isInside, overlap, parseBlock } from "./cidr";
import type { CloudResource } from "../store";
import { text } from "./rule";
import type { Rule } from "./rule";
import type { Properties } from "../../provider/struct";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";

/** What can be told from the inputs alone. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    types: [VPC, SUBNET],
    code: "InvalidVpc.Range",
    reads: ["cidrBlock"],
    refuse: ({ cidrBlock }) => {
      const written = text(cidrBlock);
      if (written === undefined) return undefined;
      const block = parseBlock(written);
      if (block === undefined) return { property: "cidrBlock", reason: `"${written}" is no IPv4 network, such as 10.0.0.0/16` };
      return block.bits < 16 || block.bits > 28
        ? { property: "cidrBlock", reason: `${written} is of size /${block.bits}, AWS allows /16 to /28` }
        : undefined;
    },
  },
];

/** What only the cloud can tell: a subnet lies in its VPC and beside its siblings. */
export function subnetConflict(inputs: Properties, living: readonly CloudResource[]): string | undefined {
  const block = parseBlock(text(inputs.cidrBlock) ?? "");
  if (block === undefined) return undefined;
  const vpc = living.find(({ type, id }) => type === VPC && id === inputs.vpcId);
  const outer = parseBlock(text(vpc?.properties.cidrBlock) ?? "");
  if (outer !== undefined && !isInside(block, outer)) {
    return `InvalidSubnet.Range: ${String(inputs.cidrBlock)} does not lie in its VPC's ${String(vpc?.properties.cidrBlock)}`;
  }
  const sibling = living.find(({ type, properties }) => {
    const other = parseBlock(text(properties.cidrBlock) ?? "");
    return type === SUBNET && properties.vpcId === inputs.vpcId && other !== undefined && overlap(block, other);
  });
  return sibling === undefined
    ? undefined
    : `InvalidSubnet.Conflict: ${String(inputs.cidrBlock)} overlaps ${String(sibling.properties.cidrBlock)} of ${sibling.id}`;
}
