import { strict as assert } from "node:assert";
import { timezone } from "../../settings/timezone";

describe("a time zone", () => {
  for (const zone of ["Etc/UTC", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"]) {
    it(`may be ${zone}`, () => assert.equal(timezone.parse(zone), zone));
  }

  for (const text of ["", "Berlin", "Europe/Nowhere", "CET summer"]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.deepEqual(timezone.safeParse(text).error?.issues.map(({ message }) => message), [
        "an IANA time zone, such as Europe/Berlin or UTC",
      ]);
    });
  }
});
