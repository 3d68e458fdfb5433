import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { Address4 } from "ip-address";
import { planSubnets, TIERS, vpcCidrProblem, zoneLetter } from "../../../components/internal/cidr";

const ranges = (cidr: string, zones: readonly string[]) =>
  planSubnets(cidr, zones).flatMap(({ cidrs }) => TIERS.map((tier) => cidrs[tier]));

const zoneNames = fc
  .shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 2 })
  .map((letters) => letters.map((letter) => `eu-central-1${letter}`));

/** Every range that the plan takes: an address in 10.0.0.0/8, rounded down to a prefix of 16 to 20. */
const vpcCidrs = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 24 - 1 }), fc.integer({ min: 16, max: 20 }))
  .map(([offset, prefix]) => new Address4(`${new Address4("10.0.0.0").offset(offset).correctForm()}/${prefix}`).networkForm());

describe("planSubnets", () => {
  it("gives half of a zone's block to the application, a quarter each to data and public", () => {
    assert.deepEqual(planSubnets("10.20.0.0/16", ["eu-central-1a", "eu-central-1c"]), [
      {
        zone: "eu-central-1a",
        letter: "a",
        cidrs: { public: "10.20.24.0/21", application: "10.20.0.0/20", data: "10.20.16.0/21" },
      },
      {
        zone: "eu-central-1c",
        letter: "c",
        cidrs: { public: "10.20.88.0/21", application: "10.20.64.0/20", data: "10.20.80.0/21" },
      },
    ]);
  });

  it("fits six zones into the smallest VPC, with 251 addresses for the tasks of each", () => {
    const zones = ["a", "b", "c", "d", "e", "f"].map((letter) => `us-east-1${letter}`);
    assert.deepEqual(planSubnets("192.168.0.0/20", zones).at(-1)?.cidrs, {
      public: "192.168.11.128/25",
      application: "192.168.10.0/24",
      data: "192.168.11.0/25",
    });
  });

  it("leaves every subnet where it is when a zone is added, wherever in the list", () => {
    fc.assert(
      fc.property(vpcCidrs, zoneNames, fc.nat(), (cidr, zones, which) => {
        const fewer = zones.filter((_, index) => index !== which % zones.length);
        fc.pre(fewer.length >= 2);
        const after = planSubnets(cidr, zones);
        for (const before of planSubnets(cidr, fewer)) {
          assert.deepEqual(
            after.find(({ letter }) => letter === before.letter),
            before,
          );
        }
      }),
    );
  });

  it("keeps all subnets inside the VPC and apart from each other", () => {
    fc.assert(
      fc.property(vpcCidrs, zoneNames, (cidr, zones) => {
        const vpc = new Address4(cidr);
        const subnets = ranges(cidr, zones).map((range) => new Address4(range));
        assert.equal(subnets.length, zones.length * 3);
        const sorted = subnets.toSorted((a, b) => Number(a.bigInt() - b.bigInt()));
        for (const [index, subnet] of sorted.entries()) {
          assert.ok(subnet.isInSubnet(vpc), `${subnet.address} lies outside ${cidr}`);
          assert.equal(subnet.networkForm(), subnet.address);
          const previous = sorted[index - 1];
          assert.ok(previous === undefined || previous.endAddress().bigInt() < subnet.bigInt(), `${subnet.address} overlaps`);
        }
      }),
    );
  });

  it("refuses one zone, a zone twice and a name that is no zone", () => {
    assert.throws(() => planSubnets("10.0.0.0/16", ["eu-central-1a"]), {
      message: "the VPC has fewer than two zones: one zone that is down would take all with it",
    });
    assert.throws(() => planSubnets("10.0.0.0/16", ["eu-central-1a", "eu-central-1a"]), {
      message: "the VPC has a zone twice: eu-central-1a, eu-central-1a",
    });
    assert.throws(() => planSubnets("10.0.0.0/16", ["eu-central-1a", "eu-central-1"]), {
      message: '"eu-central-1" is no availability zone, expected a name such as eu-central-1a, a to f',
    });
  });

  it("refuses a range that vpcCidrProblem refuses", () => {
    assert.throws(() => planSubnets("10.0.0.0/24", ["eu-central-1a", "eu-central-1b"]), {
      message:
        "the VPC's range is 10.0.0.0/24, expected /16 to /20: in a smaller VPC a zone has fewer than 251 addresses for tasks, and each Fargate task takes one",
    });
  });
});

describe("vpcCidrProblem", () => {
  const cases: readonly (readonly [cidr: string, problem: string | undefined])[] = [
    ["10.20.0.0/16", undefined],
    ["172.31.240.0/20", undefined],
    ["10.0.0.0/15", "/16 to /20: AWS allows no VPC larger than /16"],
    [
      "10.0.0.0/21",
      "/16 to /20: in a smaller VPC a zone has fewer than 251 addresses for tasks, and each Fargate task takes one",
    ],
    ["10.20.1.0/16", "a range that begins at its first address: 10.20.0.0/16"],
    ["8.8.0.0/16", "a private range, inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"],
    ["172.32.0.0/16", "a private range, inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"],
    ["10.0.0.0", "an IPv4 range, such as 10.20.0.0/16"],
    ["10.0.0.256/16", "an IPv4 range, such as 10.20.0.0/16"],
    ["fd00::/16", "an IPv4 range, such as 10.20.0.0/16"],
    ["", "an IPv4 range, such as 10.20.0.0/16"],
  ];
  for (const [cidr, problem] of cases) {
    it(`${problem === undefined ? "takes" : "refuses"} "${cidr}"`, () => {
      assert.equal(vpcCidrProblem(cidr), problem);
    });
  }
});

describe("zoneLetter", () => {
  it("is the last letter of a zone's name, a to f", () => {
    assert.equal(zoneLetter("eu-central-1a"), "a");
    assert.equal(zoneLetter("us-gov-west-1c"), "c");
  });

  it("is none for a region, a local zone, a zone id or a letter that no region has", () => {
    for (const name of ["eu-central-1", "us-east-1-bos-1a", "euc1-az1", "eu-central-1g", "EU-CENTRAL-1A", ""]) {
      assert.equal(zoneLetter(name), undefined);
    }
  });
});
