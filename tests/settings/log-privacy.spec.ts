import { strict as assert } from "node:assert";
import { logPrivacySchema } from "../../settings/log-privacy";

const sound = { identifiers: ["EmailAddress", "PhoneNumber-DE"], customIdentifiers: { CustomerNumber: "CN-[0-9]{8}" } };
const messages = (value: unknown) => logPrivacySchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const codes = (value: unknown) => logPrivacySchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);

describe("log privacy settings", () => {
  it("are sound as the fixture has them, and without identifiers of the system's own", () => {
    assert.equal(messages(sound), undefined);
    assert.deepEqual(logPrivacySchema.parse({ identifiers: ["Name"] }), { identifiers: ["Name"], customIdentifiers: {} });
  });

  it("refuse none, one that CloudWatch Logs lacks, and one twice", () => {
    assert.deepEqual(codes({ ...sound, identifiers: [] }), [["identifiers", "too_small"]]);
    assert.deepEqual(messages({ ...sound, identifiers: ["Name", "PhoneNumber-PH"] }), [
      [
        "identifiers.1",
        "PhoneNumber with a country that it is known for: PhoneNumber-BR, PhoneNumber-DE, PhoneNumber-ES, PhoneNumber-FR, PhoneNumber-GB, PhoneNumber-IT, PhoneNumber-US",
      ],
    ]);
    assert.deepEqual(messages({ ...sound, identifiers: ["Name", "Name"] }), [["identifiers.1", "Name once"]]);
  });

  it("take ten own identifiers of 200 characters, and not one more of either", () => {
    const own = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`Own${index}`, "x"]));
    assert.equal(messages({ ...sound, customIdentifiers: own(10) }), undefined);
    assert.deepEqual(messages({ ...sound, customIdentifiers: own(11) }), [["customIdentifiers", "at most 10 identifiers"]]);
    assert.equal(codes({ ...sound, customIdentifiers: { Own: "x".repeat(200) } }), undefined);
    assert.deepEqual(codes({ ...sound, customIdentifiers: { Own: "x".repeat(201) } }), [["customIdentifiers.Own", "too_big"]]);
    assert.deepEqual(codes({ ...sound, customIdentifiers: { "Own number": "x" } }), [["customIdentifiers.Own number", "invalid_key"]]);
  });
});
