import { strict as assert } from "node:assert";
import { EdgeZone } from "../../components/edge-zone";
import type { EdgeZoneArgs } from "../../components/edge-zone";
import { build } from "../helpers/graph";

const SETTING = "cloudflare:index/zoneSetting:ZoneSetting";
const zoneId = "0123456789abcdef0123456789abcdef";
const sound: EdgeZoneArgs = {
  zoneId,
  plan: "free",
  minimumTlsVersion: "1.2",
  hsts: { maxAgeSeconds: 31_536_000, includeSubdomains: true },
  tieredCache: true,
};
const settings = async (change: Partial<EdgeZoneArgs> = {}) => {
  const graph = await build(() => new EdgeZone("edge-zone", { ...sound, ...change }));
  return Object.fromEntries(graph.all(SETTING).map(({ inputs }) => [String(inputs.settingId), inputs.value]));
};

/** It does not prove that Cloudflare takes the values: the shape of security_header was never sent. */
describe("EdgeZone", () => {
  it("makes each setting of the zone once, its URLs' normal form and its tiered cache", async () => {
    const graph = await build(() => new EdgeZone("edge-zone", sound));
    assert.deepEqual(graph.list(), [
      "cloudflare:index/argoTieredCaching:ArgoTieredCaching edge-zone-tiered-caching",
      "cloudflare:index/tieredCache:TieredCache edge-zone-tiered-cache",
      "cloudflare:index/urlNormalizationSettings:UrlNormalizationSettings edge-zone-urls",
      "cloudflare:index/zoneSetting:ZoneSetting edge-zone-always-use-https",
      "cloudflare:index/zoneSetting:ZoneSetting edge-zone-automatic-https-rewrites",
      "cloudflare:index/zoneSetting:ZoneSetting edge-zone-http3",
      "cloudflare:index/zoneSetting:ZoneSetting edge-zone-min-tls-version",
      "cloudflare:index/zoneSetting:ZoneSetting edge-zone-security-header",
      "cloudflare:index/zoneSetting:ZoneSetting edge-zone-ssl",
      "cloudflare:index/zoneSetting:ZoneSetting edge-zone-tls-1-3",
      "groundwork:edge-zone:EdgeZone edge-zone",
    ]);
    for (const { type, inputs } of graph.resources) if (type.startsWith("cloudflare:")) assert.equal(inputs.zoneId, zoneId, type);
  });

  it("demands HTTPS on both sides, and says so for the time given, without preload", async () => {
    assert.deepEqual(await settings(), {
      ssl: "strict",
      always_use_https: "on",
      automatic_https_rewrites: "on",
      min_tls_version: "1.2",
      tls_1_3: "on",
      http3: "on",
      security_header: {
        strict_transport_security: { enabled: true, max_age: 31_536_000, include_subdomains: true, preload: false, nosniff: true },
      },
    });
  });

  it("speaks no TLS before 1.3 where it is told so", async () => {
    assert.equal((await settings({ minimumTlsVersion: "1.3" })).min_tls_version, "1.3");
  });

  it("sets HTTP/2 where the plan lets it, and leaves it alone where it is always on", async () => {
    for (const plan of ["pro", "business", "enterprise"] as const) assert.equal((await settings({ plan })).http2, "on", plan);
    assert.equal((await settings({ plan: "free" })).http2, undefined);
  });

  it("normalises URLs before rules read them", async () => {
    const { inputs } = (await build(() => new EdgeZone("edge-zone", sound))).one("cloudflare:index/urlNormalizationSettings:UrlNormalizationSettings");
    assert.deepEqual([inputs.type, inputs.scope], ["cloudflare", "incoming"]);
  });

  it("switches tiered caching on and off as a whole", async () => {
    for (const tieredCache of [true, false]) {
      const graph = await build(() => new EdgeZone("edge-zone", { ...sound, tieredCache }));
      const values = ["cloudflare:index/argoTieredCaching:ArgoTieredCaching", "cloudflare:index/tieredCache:TieredCache"].map((type) => graph.one(type).inputs.value);
      assert.deepEqual(values, tieredCache ? ["on", "on"] : ["off", "off"]);
    }
  });
});
