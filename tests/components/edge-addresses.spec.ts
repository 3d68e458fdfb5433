import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { EdgeAddresses } from "../../components/edge-addresses";
import { CLOUDFLARE_IPV4, CLOUDFLARE_IPV6 } from "../../components/internal/cloudflare-ranges";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";

describe("EdgeAddresses", () => {
  let graph: Graph;
  let ids: Readonly<Record<string, string>>;
  before(async () => {
    graph = await build(() => {
      const { listIds } = new EdgeAddresses("edge-addresses", { namePrefix: "reference-production" });
      pulumi.all({ ...listIds }).apply((resolved) => {
        ids = resolved;
      });
    });
  });

  it("makes a list for each address family, and hands out their ids", () => {
    assert.deepEqual(graph.list(), [
      "aws:ec2/managedPrefixList:ManagedPrefixList edge-addresses-cloudflare-ipv4",
      "aws:ec2/managedPrefixList:ManagedPrefixList edge-addresses-cloudflare-ipv6",
      "groundwork:edge-addresses:EdgeAddresses edge-addresses",
    ]);
    assert.deepEqual(Object.keys(ids), ["cloudflare-ipv4", "cloudflare-ipv6"]);
    for (const id of Object.values(ids)) assert.match(id, /^pl-[0-9a-f]{17}$/);
  });

  it("holds all of Cloudflare's blocks of its family and no other", () => {
    for (const [family, blocks] of [["ipv4", CLOUDFLARE_IPV4], ["ipv6", CLOUDFLARE_IPV6]] as const) {
      const { inputs } = graph.one(LIST, `edge-addresses-cloudflare-${family}`);
      assert.equal(inputs.addressFamily, family === "ipv4" ? "IPv4" : "IPv6");
      assert.equal(inputs.name, `reference-production-cloudflare-${family}`);
      assert.deepEqual(
        inputs.entries,
        blocks.map((cidr) => ({ cidr, description: "Cloudflare, list of 2023-09-28" })),
      );
    }
  });

  it("has room for further blocks, and leaves the load balancer's group room for rules", () => {
    const rooms = graph.all(LIST).map(({ inputs }) => Number(inputs.maxEntries));
    assert.deepEqual(rooms, [20, 10]);
    assert.ok((rooms[0] ?? 0) > CLOUDFLARE_IPV4.length && (rooms[1] ?? 0) > CLOUDFLARE_IPV6.length);
    assert.ok(rooms.reduce((sum, room) => sum + room, 0) <= 60, "rules that a security group may have");
  });
});
