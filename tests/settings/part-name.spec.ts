import { strict as assert } from "node:assert";
import { partName } from "../../settings/part-name";

describe("the name of a service, task or queue", () => {
  for (const [name, sound] of [
    ["api", true], ["a-service-with-long-name", true], ["ab", false], ["a-service-with-longer-name", false],
    ["Api", false], ["1api", false], ["api-", false], ["an api", false],
  ] as const) {
    it(`${sound ? "may be" : "is never"} "${name}"`, () => assert.equal(partName.safeParse(name).success, sound));
  }
});
