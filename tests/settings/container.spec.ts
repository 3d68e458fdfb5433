import { strict as assert } from "node:assert";
import { z } from "zod";
import { checkContainer, containerShape, imageSetting } from "../../settings/container";
import { problemsOf } from "../../settings/problems";

const schema = z.strictObject({ image: imageSetting, ...containerShape }).superRefine(checkContainer);
const sound = {
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-backend:1.0.0",
  user: "1001:1001",
  cpu: { limitVcpu: 1 },
  memoryMib: { limit: 1024 },
  logRetentionDays: 90,
};
const problems = (change: object) => {
  const value = { ...sound, ...change };
  const { error } = schema.safeParse(value);
  return error === undefined
    ? []
    : problemsOf("services", value, error).map(({ key, expected }) => `${key.replace("groundwork:services.", "")}: ${expected}`);
};

describe("the settings of a container", () => {
  it("are sound as the fixture has them, and closed where they say nothing", () => {
    assert.deepEqual(problems({}), []);
    const { writablePaths, reaches, environment, secrets, smtpPort } = schema.parse(sound);
    assert.deepEqual([writablePaths, reaches, environment, secrets, smtpPort], [[], [], {}, {}, undefined]);
  });

  for (const [change, expected] of [
    [{ user: "0:0" }, "user: uid:gid that is not root, such as 1001:1001"],
    [{ user: "root" }, "user: uid:gid that is not root, such as 1001:1001"],
    [{ writablePaths: ["tmp"] }, "writablePaths[0]: an absolute path without a slash at its end"],
    [{ writablePaths: ["/"] }, "writablePaths[0]: an absolute path without a slash at its end"],
    [{ writablePaths: ["/tmp", "/tmp"] }, "writablePaths: each path once"],
    [{ cpu: { limitVcpu: 1, reservationVcpu: 2 } }, "cpu.reservationVcpu: at most the limit 1"],
    [{ cpu: { limitVcpu: 17 } }, "cpu.limitVcpu: at most 16"],
    [{ memoryMib: { limit: 1024, reservation: 1024 } }, "memoryMib.reservation: less than the limit 1024"],
    [{ memoryMib: { limit: 64 } }, "memoryMib.limit: at least 128"],
    [{ ephemeralStorageGib: 20 }, "ephemeralStorageGib: at least 21"],
    [{ stopTimeoutSeconds: 121 }, "stopTimeoutSeconds: at most 120"],
    [{ reaches: ["everything"] }, "reaches[0]: one of database, cache, storage, internet"],
    [{ environment: { "2ND": "x" } }, "environment.2ND: as its name a variable name of letters, digits and underscores, not a digit first"],
    [{ environment: { DEBUG: false } }, "environment.DEBUG: a value of type string"],
    [{ image: "nginx:latest" }, 'image: a tag that never moves, such as 1.4.2, or a digest: "latest" can\'t be rolled back to'],
  ] as const) {
    it(`refuse ${JSON.stringify(change)}`, () => assert.deepEqual(problems(change), [expected]));
  }
});
