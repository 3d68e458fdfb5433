import * as pulumi from "@pulumi/pulumi";
import { Certificate as AcmCertificate } from "@pulumi/aws/acm/certificate";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation";
import { DnsRecord } from "@pulumi/cloudflare/dnsRecord";
import { validationDomains, validationRecord } from "./internal/validation-records";
import type { ValidationRecord } from "./internal/validation-records";

export interface CertificateArgs {
  /** The name that clients use. Changing this replaces the certificate: the new one is valid before the old one goes. */
  domain: string;
  /** Further names, wildcards too. Changing this replaces the certificate, as `domain` does. */
  alternativeDomains: readonly string[];
  /** Who keeps the zone: Cloudflare, where the program makes the records, or people outside, who are told them. */
  dns: { kind: "cloudflare"; zoneId: pulumi.Input<string> } | { kind: "external" };
}

/** Outside, a person in another department has to act. When the wait ends nothing is lost; the next run waits again. */
const LONGEST_WAIT = { cloudflare: "30m", external: "4h" } as const;

/**
 * A public certificate that renews itself for as long as its DNS records stand.
 *
 * Creates: the certificate; with Cloudflare the validation records; the wait for ACM to issue it.
 * Guarantees: an RSA key of 2048 bits, which leaves a restricted TLS policy its ECDHE-RSA suites; `arn` is that of an
 * issued certificate, so no listener is made with one that isn't.
 *
 * With Cloudflare the first `pulumi up` takes some minutes. With an external zone it stops at the validation for up to four
 * hours: meanwhile read the records from `aws acm describe-certificate` or ACM's console and have them entered; it
 * then goes on by itself. After an interruption or the four hours the next `pulumi up` finds the same certificate and the
 * same records. ACM itself gives up after 72 hours; `pulumi up --replace` of the certificate then starts anew. Later runs wait
 * for nothing, and `validationRecords` says which records must stay for the yearly renewal.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class Certificate extends pulumi.ComponentResource {
  /** Resolves once the certificate is issued. */
  public readonly arn: pulumi.Output<string>;
  /** The DNS records that prove the domains, one each; they must stand for ever. Known before `arn`. */
  public readonly validationRecords: pulumi.Output<ValidationRecord[]>;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:certificate:Certificate", name, {}, opts);
    const domains = [args.domain, ...args.alternativeDomains];

    const certificate = new AcmCertificate(
      name,
      {
        domainName: args.domain,
        // ACM lists the domain among the alternative names; said here, it is no difference later.
        subjectAlternativeNames: domains,
        validationMethod: "DNS",
        keyAlgorithm: "RSA_2048",
        tags: { Name: args.domain },
      },
      { parent: this },
    );
    const records = validationDomains(domains).map((domain) => ({
      domain,
      record: certificate.domainValidationOptions.apply((options) => validationRecord(domain, options)),
    }));

    const { dns } = args;
    const publish = ({ domain, record }: (typeof records)[number], zoneId: pulumi.Input<string>) =>
      new DnsRecord(
        `${name}-${domain}`,
        {
          zoneId,
          name: record.name,
          type: "CNAME",
          content: record.value,
          ttl: 300,
          proxied: false,
          comment: "Proves the domain to AWS; the yearly renewal of the certificate needs it",
        },
        { parent: this },
      );

    const validation = new CertificateValidation(
      name,
      {
        certificateArn: certificate.arn,
        validationRecordFqdns:
          dns.kind === "cloudflare" ? records.map((record) => publish(record, dns.zoneId).name) : undefined,
      },
      { parent: this, customTimeouts: { create: LONGEST_WAIT[dns.kind] } },
    );

    this.arn = validation.certificateArn;
    this.validationRecords = pulumi.all(records.map(({ record }) => record));

    this.registerOutputs({ arn: this.arn, validationRecords: this.validationRecords });
  }
}
