import { Address4 } from "ip-address";

/** The tiers of a zone: the load balancer and NAT, the tasks, the database and cache. */
export const TIERS = ["public", "application", "data"] as const;

export type Tier = (typeof TIERS)[number];

/** The subnets of one zone. */
export interface ZonePlan {
  /** `eu-central-1a` */
  readonly zone: string;
  /** `a`, the key of everything that the zone holds. */
  readonly letter: string;
  /** Tier -> IPv4 range. */
  readonly cidrs: Readonly<Record<Tier, string>>;
}

/** No region has a zone beyond f: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html */
const ZONE_LETTERS = "abcdef";

/** AWS allows /16 to /28. Beyond /20 a zone would have fewer than 251 addresses for tasks, and each Fargate task takes one. */
const LARGEST_PREFIX = 16;
const SMALLEST_PREFIX = 20;

/**
 * Where a tier lies inside the block of its zone: the application takes half, the data and public tiers a quarter each.
 * `bits` are added to the prefix length of the zone's block, `start` is counted in eighths of that block.
 */
const SLOTS = {
  application: { bits: 1, start: 0 },
  data: { bits: 2, start: 4 },
  public: { bits: 2, start: 6 },
} as const satisfies Readonly<Record<Tier, { bits: number; start: number }>>;

/** Eight blocks, of which zones a to f take the first six. */
const ZONE_BITS = 3;

/** `eu-central-1a` -> `a`; undefined for a name that is no availability zone of a region. */
export function zoneLetter(zone: string): string | undefined {
  const letter = /^[a-z]{2}(?:-[a-z]+)+-\d([a-z])$/.exec(zone)?.[1];
  return letter !== undefined && ZONE_LETTERS.includes(letter) ? letter : undefined;
}

/** What a VPC's range must be, as a phrase that follows "expected"; undefined if the range is one. */
export function vpcCidrProblem(cidr: string): string | undefined {
  if (!cidr.includes("/") || !Address4.isValid(cidr)) return "an IPv4 range, such as 10.20.0.0/16";
  const range = new Address4(cidr);
  if (range.networkForm() !== cidr) return `a range that begins at its first address: ${range.networkForm()}`;
  if (!range.isPrivate()) return "a private range, inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16";
  if (range.subnetMask < LARGEST_PREFIX) return "/16 to /20: AWS allows no VPC larger than /16";
  if (range.subnetMask > SMALLEST_PREFIX) {
    return "/16 to /20: in a smaller VPC a zone has fewer than 251 addresses for tasks, and each Fargate task takes one";
  }
  return undefined;
}

/**
 * Cuts a VPC into subnets. A subnet's place depends on its tier and its zone's letter alone, never on the other zones, so
 * another zone never renumbers, and hence never replaces, a subnet that is there.
 */
export function planSubnets(cidr: string, zones: readonly string[]): readonly ZonePlan[] {
  const problem = vpcCidrProblem(cidr);
  if (problem !== undefined) throw new Error(`the VPC's range is ${cidr}, expected ${problem}`);
  if (zones.length < 2) throw new Error("the VPC has fewer than two zones: one zone that is down would take all with it");
  if (new Set(zones).size < zones.length) throw new Error(`the VPC has a zone twice: ${zones.join(", ")}`);
  const vpc = new Address4(cidr);
  const zonePrefix = vpc.subnetMask + ZONE_BITS;
  const zoneSize = 2 ** (32 - zonePrefix);
  return zones.map((zone) => {
    const letter = zoneLetter(zone);
    if (letter === undefined) throw new Error(`"${zone}" is no availability zone, expected a name such as eu-central-1a, a to f`);
    const base = ZONE_LETTERS.indexOf(letter) * zoneSize;
    const range = (tier: Tier) =>
      `${vpc.offset(base + (SLOTS[tier].start * zoneSize) / 8).correctForm()}/${zonePrefix + SLOTS[tier].bits}`;
    return {
      zone,
      letter,
      cidrs: { public: range("public"), application: range("application"), data: range("data") },
    };
  });
}
