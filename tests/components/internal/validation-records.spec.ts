import { strict as assert } from "node:assert";
import { validationDomains, validationRecord } from "../../../components/internal/validation-records";

const option = (domainName: string, label: string) => ({
  domainName,
  resourceRecordName: `_${label}.example.org.`,
  resourceRecordType: "CNAME",
  resourceRecordValue: `_${label}.acm-validations.aws.`,
});

describe("validationDomains", () => {
  for (const [what, domains, expected] of [
    ["one domain", ["example.org"], ["example.org"]],
    ["a domain and its wildcard, which share a record", ["example.org", "*.example.org"], ["example.org"]],
    ["a wildcard alone", ["*.example.org"], ["example.org"]],
    ["a domain and one below it", ["example.org", "api.example.org"], ["example.org", "api.example.org"]],
  ] as const) {
    it(`are told for ${what}`, () => {
      assert.deepEqual(validationDomains(domains), expected);
    });
  }
});

describe("validationRecord", () => {
  it("is the one of its domain, without the dots at the end", () => {
    assert.deepEqual(
      validationRecord("api.example.org", [option("example.org", "apex"), option("api.example.org", "api")]),
      {
        domain: "api.example.org",
        name: "_api.example.org",
        type: "CNAME",
        value: "_api.acm-validations.aws",
      },
    );
  });

  it("is found where ACM lists only the wildcard", () => {
    assert.equal(validationRecord("example.org", [option("*.example.org", "any")]).name, "_any.example.org");
  });

  it("fails where ACM lists no such domain", () => {
    assert.throws(() => validationRecord("example.org", [option("example.net", "other")]), {
      message: "ACM names no validation record for example.org",
    });
  });
});
