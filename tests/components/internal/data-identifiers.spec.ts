import { strict as assert } from "node:assert";
import { dataIdentifierExpectation, dataProtectionPolicy } from "../../../components/internal/data-identifiers";

describe("dataIdentifierExpectation", () => {
  it("takes what CloudWatch Logs finds everywhere, and what it knows of a country", () => {
    for (const identifier of ["EmailAddress", "CreditCardNumber", "IpAddress", "PhoneNumber-DE", "Ssn-US", "HealthInsuranceCardNumber-EU"]) {
      assert.equal(dataIdentifierExpectation(identifier), undefined, identifier);
    }
  });

  it("refuses a country that an identifier is not known for, and an identifier without the country that it needs", () => {
    const expected = "Ssn with a country that it is known for: Ssn-ES, Ssn-US";
    assert.equal(dataIdentifierExpectation("Ssn-PH"), expected);
    assert.equal(dataIdentifierExpectation("Ssn"), expected);
  });

  it("refuses what CloudWatch Logs doesn't know, and a country where there is none", () => {
    assert.match(dataIdentifierExpectation("Email") ?? "", /^an identifier of CloudWatch Logs, Address, .*, not "Email"$/);
    assert.match(dataIdentifierExpectation("EmailAddress-DE") ?? "", /not "EmailAddress-DE"$/);
  });
});

describe("dataProtectionPolicy", () => {
  const policy = (identifiers: readonly string[], customIdentifiers = {}) =>
    JSON.parse(dataProtectionPolicy("personal-data", { identifiers, customIdentifiers }));

  it("counts and masks the very same identifiers, as CloudWatch Logs demands", () => {
    const DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress", "arn:aws:dataprotection::aws:data-identifier/Name"];
    assert.deepEqual(policy(["Name", "EmailAddress", "Name"]), {
      Name: "personal-data",
      Description: "Masks personal data in what is read, searched and passed on",
      Version: "2021-06-01",
      Statement: [
        { Sid: "count", DataIdentifier, Operation: { Audit: { FindingsDestination: {} } } },
        { Sid: "mask", DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } },
      ],
    });
  });

  it("defines the system's own identifiers and names them beside the others, in one order", () => {
    const { Configuration, Statement } = policy(["Name"], { B: "b[0-9]+", A: "a[0-9]+" });
    assert.deepEqual(Configuration, { CustomDataIdentifier: [{ Name: "A", Regex: "a[0-9]+" }, { Name: "B", Regex: "b[0-9]+" }] });
    for (const { DataIdentifier } of Statement) {
      assert.deepEqual(DataIdentifier, ["arn:aws:dataprotection::aws:data-identifier/Name", "A", "B"]);
    }
  });
});
