import { strict as assert } from "node:assert";
import {
  CLOUDFLARE_IPV4,
  CLOUDFLARE_IPV6,
  CLOUDFLARE_RANGES_CHECKED,
} from "../../../components/internal/cloudflare-ranges";
import { isInside, overlap, parseBlock } from "../../../rehearsal/cloud/rules/cidr";

/** It does not prove that the list is today's: nothing here asks Cloudflare. */
describe("Cloudflare's addresses", () => {
  it("say of which day they are", () => {
    assert.equal(new Date(CLOUDFLARE_RANGES_CHECKED).toISOString().slice(0, 10), CLOUDFLARE_RANGES_CHECKED);
  });

  it("are IPv4 networks without host bits, none over another, none private, none larger than Cloudflare has", () => {
    const blocks = CLOUDFLARE_IPV4.map((cidr) => parseBlock(cidr) ?? assert.fail(cidr));
    assert.equal(blocks.length, 15);
    const own = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"].map((cidr) => parseBlock(cidr) ?? assert.fail(cidr));
    blocks.forEach((block, index) => {
      assert.ok(block.bits >= 13, CLOUDFLARE_IPV4[index]);
      assert.ok(!own.some((network) => isInside(block, network)), CLOUDFLARE_IPV4[index]);
      assert.ok(!blocks.slice(0, index).some((other) => overlap(block, other)), CLOUDFLARE_IPV4[index]);
    });
  });

  it("are IPv6 networks of the size of a provider, each once", () => {
    assert.equal(new Set(CLOUDFLARE_IPV6).size, 7);
    for (const cidr of CLOUDFLARE_IPV6) assert.match(cidr, /^2[0-9a-f]{3}:[0-9a-f]{1,4}::\/(29|32)$/);
  });
});
