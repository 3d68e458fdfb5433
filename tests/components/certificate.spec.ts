import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { Certificate } from "../../components/certificate";
import type { CertificateArgs } from "../../components/certificate";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";

const zoneId = "0123456789abcdef0123456789abcdef";
const args: CertificateArgs = {
  domain: "example.org",
  alternativeDomains: ["*.example.org", "example.net"],
  dns: { kind: "cloudflare", zoneId },
};
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "cloudflare:index/dnsRecord:DnsRecord";

/** It does not prove that ACM issues a certificate; the record's content is the embedded cloud's invention. */
describe("Certificate", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new Certificate("web", args));
  });

  it("asks for an RSA key, which leaves a restricted TLS policy its ECDHE-RSA suites, and proves the domains by DNS", () => {
    assert.deepEqual(graph.one(CERTIFICATE).inputs, {
      domainName: "example.org",
      subjectAlternativeNames: ["example.org", "*.example.org", "example.net"],
      validationMethod: "DNS",
      keyAlgorithm: "RSA_2048",
      tags: { Name: "example.org" },
    });
  });

  it("makes one record for each proof, so a wildcard and its parent share one", () => {
    assert.deepEqual(
      graph.all(RECORD).map(({ name }) => name),
      ["web-example.org", "web-example.net"],
    );
  });

  it("makes records as Cloudflare keeps them: the whole name, no dot at the end, not proxied", () => {
    const { inputs } = graph.one(RECORD, "web-example.net");
    assert.match(String(inputs.name), /^_[0-9a-f]{32}\.example\.net$/);
    assert.match(String(inputs.content), /^_[0-9a-f]{32}\.acm-validations\.aws$/);
    const { name: _, content: __, ...rest } = inputs;
    assert.deepEqual(rest, {
      zoneId,
      type: "CNAME",
      ttl: 300,
      proxied: false,
      comment: "Proves the domain to AWS; the yearly renewal of the certificate needs it",
    });
  });

  it("waits for its records, and half an hour at most", () => {
    const { inputs, options } = graph.one(VALIDATION);
    assert.deepEqual(
      inputs.validationRecordFqdns,
      graph.all(RECORD).map((record) => record.inputs.name),
    );
    assert.deepEqual(options.customTimeouts, { create: "30m" });
  });

  it("makes no record in a zone that others keep, and gives them half a working day", async () => {
    const external = await build(() => new Certificate("web", { ...args, dns: { kind: "external" } }));
    assert.deepEqual(external.list(), [
      "aws:acm/certificate:Certificate web",
      "aws:acm/certificateValidation:CertificateValidation web",
      "groundwork:certificate:Certificate web",
    ]);
    const { inputs, options } = external.one(VALIDATION);
    assert.equal(inputs.validationRecordFqdns, undefined);
    assert.deepEqual(options.customTimeouts, { create: "4h" });
  });

  it("says which records must stand, whoever keeps the zone", async () => {
    let records: Promise<{ domain: string; name: string; type: string }[]> | undefined;
    await build(() => {
      const certificate = new Certificate("web", { ...args, dns: { kind: "external" } });
      records = new Promise((resolve) => {
        certificate.validationRecords.apply(resolve);
      });
    });
    assert.deepEqual(
      (await records)?.map(({ domain, name, type }) => ({ domain, type, name: name.replace(/^_[0-9a-f]{32}/, "_…") })),
      [
        { domain: "example.org", type: "CNAME", name: "_….example.org" },
        { domain: "example.net", type: "CNAME", name: "_….example.net" },
      ],
    );
  });

  it("gives out the ARN of the validated certificate", async () => {
    let arn: pulumi.Output<string> | undefined;
    await build(() => {
      arn = new Certificate("web", args).arn;
    });
    assert.ok(arn !== undefined);
    const { inputs } = graph.one(VALIDATION);
    assert.equal(await valueOf(arn), inputs.certificateArn);
  });
});
