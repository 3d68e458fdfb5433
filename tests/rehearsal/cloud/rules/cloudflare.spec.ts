import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudProvider } from "../../../../rehearsal/cloud/cloud-provider";
import { Faults } from "../../../../rehearsal/cloud/faults";
import { CloudStore } from "../../../../rehearsal/cloud/store";
import type { Provider } from "../../../../rehearsal/provider/provider";
import { subjectOf } from "../../../../rehearsal/provider/server";
import { UNKNOWN } from "../../../../rehearsal/provider/struct";
import type { Properties } from "../../../../rehearsal/provider/struct";

const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
const RULESET = "cloudflare:index/ruleset:Ruleset";
const SETTING = "cloudflare:index/zoneSetting:ZoneSetting";
const zoneId = "0123456789abcdef0123456789abcdef";
const record = { zoneId, name: "app.example.org", type: "CNAME", content: "lb.example.net", ttl: 1, proxied: true };
const rule = { ref: "a", expression: "true", action: "set_cache_settings", actionParameters: { cache: false } };
const ruleset = { zoneId, kind: "zone", phase: "http_request_cache_settings", name: "cache", rules: [rule] };
const limit = { ref: "a", expression: "true", action: "block", ratelimit: { characteristics: ["cf.colo.id", "ip.src"], period: 60, requestsPerPeriod: 10 } };

const subject = (type: string, name: string) => subjectOf(`urn:pulumi:production::fixture::${type}::${name}`, {});

describe("the embedded Cloudflare", () => {
  let folder: string;
  let provider: Provider;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundwork-cloudflare-"));
    const store = new CloudStore(join(folder, "cloud.json"));
    provider = cloudProvider({ packageName: "cloudflare", store, faults: new Faults([]), isKnown: () => false });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const failures = async (type: string, inputs: Properties) =>
    (await provider.check(subject(type, "it"), inputs, undefined)).failures.map(({ reason }) => reason);
  const create = (type: string, name: string, inputs: Properties) => provider.create(subject(type, name), inputs, false);

  it("takes what is sound, and judges nothing that is not known", async () => {
    for (const [type, inputs] of [
      [RECORD, record],
      [RECORD, { ...record, proxied: false, ttl: 60 }],
      [RECORD, { ...record, ttl: UNKNOWN }],
      [RULESET, ruleset],
      [RULESET, { ...ruleset, rules: [{ ...rule, ref: UNKNOWN, action: UNKNOWN }] }],
      [RULESET, { ...ruleset, phase: "http_ratelimit", rules: [limit] }],
      [SETTING, { zoneId, settingId: "ssl", value: "strict" }],
      [SETTING, { zoneId, settingId: "security_header", value: { strict_transport_security: { enabled: true } } }],
    ] as const) {
      assert.deepEqual(await failures(type, inputs), [], JSON.stringify(inputs));
    }
  });

  for (const [what, type, inputs, reason] of [
    ["a proxied record with a TTL of its own", RECORD, { ...record, ttl: 60 }, "InvalidRecord: ttl must be 1 when proxied is true, got 60"],
    ["a record that can't be proxied", RECORD, { ...record, type: "TXT" }, "InvalidRecord: a record of type TXT can't be proxied, only A, AAAA, CNAME"],
    ["a TTL of seconds", RECORD, { ...record, proxied: false, ttl: 29 }, "InvalidRecord: ttl must be 1, or 30 to 86400 seconds, got 29"],
    ["a ruleset of nobody", RULESET, { kind: "zone", phase: "http_ratelimit", name: "a" }, "InvalidRuleset: a ruleset belongs to a zone or to an account, to one of them"],
    ["a ruleset of an account's kind in a zone", RULESET, { ...ruleset, kind: "root" }, "InvalidRuleset: a ruleset of a zone is of kind zone, got root"],
    ["two rules with one ref", RULESET, { ...ruleset, rules: [rule, rule] }, 'InvalidRule: two rules have the ref "a"'],
    ["an action of another phase", RULESET, { ...ruleset, rules: [{ ...rule, action: "block" }] }, "InvalidRule: the phase http_request_cache_settings has no action block, it has set_cache_settings"],
    ["an expression that is too long", RULESET, { ...ruleset, rules: [{ ...rule, expression: "x".repeat(4097) }] }, "InvalidRule: an expression has 1 to 4096 characters, got 4097"],
    ["a TTL without seconds", RULESET, { ...ruleset, rules: [{ ...rule, actionParameters: { cache: true, edgeTtl: { mode: "override_origin" } } }] }, "InvalidRule: edgeTtl overrides the origin and names no seconds"],
    ["a limit that counts in no data centre", RULESET, { ...ruleset, phase: "http_ratelimit", rules: [{ ...limit, ratelimit: { ...limit.ratelimit, characteristics: ["ip.src"] } }] }, "InvalidRule: a rate limit counts by cf.colo.id and something else"],
    ["a setting that no zone has", SETTING, { zoneId, settingId: "alwaysUseHttps", value: "on" }, "InvalidSetting: a zone has no setting alwaysUseHttps"],
    ["a value that a setting has not", SETTING, { zoneId, settingId: "ssl", value: "on" }, 'InvalidSetting: ssl is one of off, flexible, full, strict, origin_pull, got "on"'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await failures(type, inputs), [reason]);
    });
  }

  it("refuses a phase that no zone has, and names those that there are", async () => {
    const [reason = ""] = await failures(RULESET, { ...ruleset, phase: "httpRatelimit" });
    assert.match(reason, /^InvalidRuleset: a zone has no phase httpRatelimit, it has ddos_l7, .*, http_response_headers_transform$/);
  });

  it("has one ruleset in each phase of a zone", async () => {
    const { id } = await create(RULESET, "first", ruleset);
    await assert.rejects(create(RULESET, "second", ruleset), {
      message: `a similar configuration with rules already exists: zoneId ${zoneId}, phase http_request_cache_settings is taken by ${id}`,
    });
    await create(RULESET, "other-phase", { ...ruleset, phase: "http_ratelimit", rules: [limit] });
    await create(RULESET, "other-zone", { ...ruleset, zoneId: "f".repeat(32) });
  });

  it("has nothing beside a CNAME, and other records side by side", async () => {
    const { id } = await create(RECORD, "first", record);
    const message = `RecordConflict: app.example.org has a record of type CNAME already, ${id}`;
    await assert.rejects(create(RECORD, "second", record), { message });
    await assert.rejects(create(RECORD, "third", { ...record, type: "A", content: "203.0.113.1" }), { message });
    const address = { ...record, name: "two.example.org", type: "A", content: "203.0.113.1" };
    await create(RECORD, "a", address);
    await create(RECORD, "b", { ...address, content: "203.0.113.2" });
    await create(RECORD, "c", { ...address, type: "AAAA", content: "2001:db8::1" });
    await assert.rejects(create(RECORD, "d", { ...record, name: "two.example.org" }), /^Error: RecordConflict: two\.example\.org has a record of type A already/);
  });
});
