import { strict as assert } from "node:assert";
import { tunnelSchema } from "../../settings/tunnel";

const sound = {
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-backup-jobs:1.0.0",
  logRetentionDays: 90,
  maxMinutes: 60,
  localHost: "127.0.0.1",
  localPort: 15432,
};
const paths = (change: object) =>
  tunnelSchema.safeParse({ ...sound, ...change }).error?.issues.map(({ path }) => path.join("."));

describe("tunnel settings", () => {
  it("are sound as the fixture has them, and at the ends of their ranges", () => {
    assert.equal(paths({}), undefined);
    assert.equal(paths({ maxMinutes: 10, localPort: 1024 }), undefined);
    assert.equal(paths({ maxMinutes: 720, localPort: 65_535 }), undefined);
  });

  it("have no default", () => {
    const issues = tunnelSchema.safeParse({}).error?.issues.map(({ path }) => path.join("."));
    assert.deepEqual(issues, Object.keys(sound));
  });

  it("refuse a tunnel that stays open for a day, or closes before a deployment is through", () => {
    assert.deepEqual(paths({ maxMinutes: 1440 }), ["maxMinutes"]);
    assert.deepEqual(paths({ maxMinutes: 9 }), ["maxMinutes"]);
  });

  it("refuse an image that may change, a retention that CloudWatch has not, and ports that only root opens", () => {
    assert.deepEqual(paths({ image: "alpine:latest", logRetentionDays: 91, localPort: 1023 }), [
      "image",
      "logRetentionDays",
      "localPort",
    ]);
  });
});
