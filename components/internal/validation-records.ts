/** A DNS record that proves to ACM that a domain is ours. */
export interface ValidationRecord {
  readonly domain: string;
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** What ACM says about one name of a certificate. */
export interface ValidationOption {
  readonly domainName: string;
  readonly resourceRecordName: string;
  readonly resourceRecordType: string;
  readonly resourceRecordValue: string;
}

/**
 * The domains that need a record of their own, each once: a wildcard is proved by the record of its parent. So the number
 * of records is known before ACM has answered.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function validationDomains(domains: readonly string[]): readonly string[] {
  return [...new Set(domains.map(withoutWildcard))];
}

/** The record for one of validationDomains(), with no dot at the end: DNS providers drop it and then show a difference. */
export function validationRecord(domain: string, options: readonly ValidationOption[]): ValidationRecord {
  const option = options.find(({ domainName }) => withoutWildcard(domainName) === domain);
  if (option === undefined) throw new Error(`ACM names no validation record for ${domain}`);
  return {
    domain,
    name: withoutLastDot(option.resourceRecordName),
    type: option.resourceRecordType,
    value: withoutLastDot(option.resourceRecordValue),
  };
}

function withoutWildcard(domain: string): string {
  return domain.replace(/^\*\./, "");
}

function withoutLastDot(name: string): string {
  return name.replace(/\.$/, "");
}
