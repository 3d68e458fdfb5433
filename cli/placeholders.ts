/** Values that stand for something that nobody has decided yet, and with which nobody may go live. */
export interface Placeholder {
  /** What the value is, as a phrase. */
  readonly what: string;
  readonly pattern: RegExp;
  /** What is expected instead, as a phrase that follows "expected". */
  readonly expected: string;
}

const START = String.raw`(?:^|[@./\s"'*])`;
const END = String.raw`(?=$|[/:\s"',])`;

/** Each is in a standard as reserved, in AWS's documentation, or in one of the systems' own documents as a stand-in. */
export const PLACEHOLDERS: readonly Placeholder[] = [
  {
    what: "a domain that is reserved for examples (RFC 2606)",
    pattern: new RegExp(String.raw`${START}example\.(com|net|org|edu)${END}|[\w-]\.(example|test|invalid|localhost)${END}`, "i"),
    expected: "a domain, or an address in one, that belongs to you",
  },
  {
    what: "a domain that the systems' documents write for one still to be named",
    pattern: new RegExp(String.raw`${START}(domain\.com|company\.com|yourdomain\.com|api-domain\.com|university\.edu)${END}`, "i"),
    expected: "a domain, or an address in one, that belongs to you",
  },
  {
    what: "a host of the platform that the document was written for",
    pattern: new RegExp(String.raw`\.(railway\.app|vercel\.app|netlify\.app)${END}`, "i"),
    expected: "a host in a zone that belongs to you",
  },
  {
    what: "a contact that the document leaves open",
    pattern: /\[[^\]]*\b(contact|info|todo|tbd|name|phone|email)\b[^\]]*\]|^(todo|tbd|changeme|fixme)$/i,
    expected: "the address of somebody who answers",
  },
  {
    // https://nationalnanpa.com/number_resource_info/555_numbers.html
    what: "a telephone number that is kept for fiction",
    pattern: /^\+?1?[-. (]*\d{3}[-. )]*555[-. ]*01\d\d$|555-01\d\d/,
    expected: "the number of somebody who answers",
  },
  {
    what: "an account number of AWS's own documentation, or one of noughts",
    pattern: /(?<!\d)(123456789012|111122223333|444455556666|555555555555|777788889999|(?=\d{12}(?!\d))\d{0,3}0{8,}\d{0,3})(?!\d)/,
    expected: "your account's number",
  },
  {
    what: "an identifier that counts up or repeats a digit",
    pattern: /(?<![0-9a-f])(0123456789abcdef0123456789abcdef|([0-9a-f])\2{31})(?![0-9a-f])|^[TCG](0123456789?|12345678\d*|0+)$/i,
    expected: "the identifier that the service shows for yours",
  },
  {
    // https://www.rfc-editor.org/rfc/rfc5737 and https://www.rfc-editor.org/rfc/rfc3849
    what: "an address range that is reserved for documentation (RFC 5737, RFC 3849)",
    pattern: /(^|[^\d.])(192\.0\.2|198\.51\.100|203\.0\.113)\.\d|^2001:0?db8:/i,
    expected: "the public address range of those who are meant",
  },
  {
    // Whoever owns that name on GitHub would get the roles of the deployers.
    what: "a repository of somebody who is called example",
    pattern: /^example\/[\w.-]+$/,
    expected: "your own repository, owner/name",
  },
];
