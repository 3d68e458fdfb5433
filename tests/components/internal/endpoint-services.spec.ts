import { strict as assert } from "node:assert";
import { ENDPOINT_SERVICES, missingToStart } from "../../../components/internal/endpoint-services";

describe("missingToStart", () => {
  it("is empty where images, logs and secrets have their endpoints", () => {
    assert.deepEqual(missingToStart(["ecr.api", "ecr.dkr", "logs", "secretsmanager"]), []);
    assert.deepEqual(missingToStart(Object.keys(ENDPOINT_SERVICES)), []);
  });

  it("names what has none", () => {
    assert.deepEqual(missingToStart(["kms", "logs", "ecr.api"]), ["ecr.dkr", "secretsmanager"]);
    assert.deepEqual(missingToStart([]), ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]);
  });
});
