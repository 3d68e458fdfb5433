import { strict as assert } from "node:assert";
import { goLiveText, placeholdersOf } from "../../cli/go-live";
import { PLACEHOLDERS } from "../../cli/placeholders";
import { effectiveSettings } from "../../cli/effective-settings";
import type { EffectiveValue } from "../../cli/effective-settings";
import { ROOT } from "../helpers/source";

const valued = (value: unknown): EffectiveValue => ({ key: "groundwork:channels.desk.email", topic: "channels", value, line: 9, hidden: false });
const found = (value: unknown) => placeholdersOf([valued(value)]).map(({ placeholder }) => placeholder.what);

describe("the go-live check", () => {
  const cases: readonly (readonly [index: number, refused: readonly string[], accepted: readonly string[]])[] = [
    [
      0,
      ["a@example.com", "https://runbooks.example.org/x", "example.net", "ops@team.example", "db.invalid", "site.test:443", "x@example.edu"],
      ["a@example.company.de", "https://test.de/invalid", "latest", "myexample.com", "test.internal"],
    ],
    [
      1,
      ["backup-contact@domain.com", "security@company.com", "yourdomain.com", "https://api-domain.com/health", "scholarship.university.edu"],
      ["a@mydomain.com", "company.com.de", "insurance-company.com"],
    ],
    [2, ["mswd-api-production.railway.app", "https://x.vercel.app/"], ["railway.apps.de", "railway.company"]],
    [3, ["[Contact Info]", "[contact info]", "TBD", "[phone number]"], ["[us-east-1a]", "contact", "info@desk.de"]],
    [4, ["+12025550123", "+1-555-0123", "(202) 555-0199", "+1 202 555 0100"], ["+12025550223", "+495550123456", "+12025551123"]],
    [
      5,
      ["123456789012", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/a:1.0.0", "arn:aws:iam::111122223333:role/x", "230000000001", "000000000000"],
      ["210987654321", "1234567890123", "9123456789012", "2300000000012", "100000000"],
    ],
    [6, ["0123456789abcdef0123456789abcdef", "0".repeat(32), "T0123456789", "C00000000"], ["9a7806061c88ada191ed06f989cc3dac", "T024BE7LD", "CPU"]],
    [7, ["203.0.113.0/24", "192.0.2.7/32", "2001:db8::/32"], ["203.0.114.0/24", "10.0.0.0/16", "1.192.0.2"]],
    [8, ["example/webapp"], ["examples/webapp", "acme/example", "https://acme.de/example/x"]],
  ];

  it("has an example on both sides for each of its rules", () => {
    assert.deepEqual(cases.map(([index]) => index), PLACEHOLDERS.map((_, index) => index));
  });

  for (const [index, refused, accepted] of cases) {
    const what = PLACEHOLDERS[index]?.what ?? "";
    it(`refuses ${what}, and nothing like it`, () => {
      for (const value of refused) assert.deepEqual(found(value), [what], value);
      for (const value of accepted) assert.deepEqual(found(value), [], value);
    });
  }

  it("looks into lists, and takes numbers, switches and secrets as they are", () => {
    assert.equal(found(["real@desk.de", "a@example.com", "b@example.com"]).length, 1);
    assert.deepEqual(placeholdersOf([valued(123456789012), valued(true), { ...valued("a@example.com"), hidden: true }]), []);
  });

  it("says of each placeholder its key, its value, what is expected and how to set it", () => {
    const values = [valued(["a@example.com"])];
    assert.equal(
      goLiveText({ system: "demo", stack: "staging", file: "Pulumi.staging.yaml", values }, placeholdersOf(values)),
      [
        "Pulumi.staging.yaml holds 1 placeholder: it can be rehearsed, and must not go live",
        "",
        "  groundwork:channels.desk.email",
        '    got       ["a@example.com"], a domain that is reserved for examples (RFC 2606)',
        "    expected  a domain, or an address in one, that belongs to you",
        "    mend      line 9 of Pulumi.staging.yaml, or pulumi config set --stack staging --path 'groundwork:channels.desk.email' VALUE",
        "",
      ].join("\n"),
    );
  });

  it("refuses this repository's own systems, whose contacts and account are reserved examples", () => {
    const keys = placeholdersOf(effectiveSettings(ROOT, "scholarship", "production").values).map(({ key }) => key);
    for (const key of ["groundwork:account.id", "groundwork:system.owner", 'groundwork:channels["on-call"].sms']) assert.ok(keys.includes(key), key);
    const outside = placeholdersOf(effectiveSettings(ROOT, "webapp", "production").values).map(({ key }) => key);
    const contacts = ['["engineering-lead"]', ".devops", ".database", ".security"].map((channel) => `groundwork:channels${channel}.email`);
    for (const key of [
      ...contacts, "groundwork:account.id", "groundwork:deployIdentity.repository", "groundwork:externalDatabase.host", "groundwork:loadBalancer.domain",
    ]) assert.ok(outside.includes(key), key);
  });
});
