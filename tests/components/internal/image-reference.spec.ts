import { strict as assert } from "node:assert";
import { ecrRepositoryArn, imageProblem, parseImageReference } from "../../../components/internal/image-reference";

const ecr = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("image reference", () => {
  for (const [text, parsed] of [
    [`${ecr}/scholarship-backend:1.0.0`, { registry: ecr, repository: "scholarship-backend", version: { kind: "tag", value: "1.0.0" } }],
    [`${ecr}/team/app@${digest}`, { registry: ecr, repository: "team/app", version: { kind: "digest", value: digest } }],
    ["registry.university.edu:5000/app:v2", { registry: "registry.university.edu:5000", repository: "app", version: { kind: "tag", value: "v2" } }],
    ["localhost/app:v2", { registry: "localhost", repository: "app", version: { kind: "tag", value: "v2" } }],
    ["n8nio/n8n:1.94.1", { registry: "docker.io", repository: "n8nio/n8n", version: { kind: "tag", value: "1.94.1" } }],
    ["redis:7.2.5", { registry: "docker.io", repository: "redis", version: { kind: "tag", value: "7.2.5" } }],
  ] as const) {
    it(`reads ${text.slice(0, 80)}`, () => assert.deepEqual(parseImageReference(text), parsed));
  }

  const unreadable = "an image as registry/repository:tag or registry/repository@sha256:digest";
  for (const [text, expected] of [
    ["", unreadable],
    [":1.0", unreadable],
    ["https://registry.university.edu/app:1.0", unreadable],
    ["registry.university.edu/App:1.0", unreadable],
    ["registry.university.edu/app 1.0", unreadable],
    ["registry.university.edu//app:1.0", unreadable],
    ["registry.university.edu/app", "a tag or a digest: without one the image is whatever is latest"],
    ["registry.university.edu:5000/app", "a tag or a digest: without one the image is whatever is latest"],
    ["registry.university.edu/app:", "a tag of at most 128 letters, digits, dots, hyphens and underscores"],
    ["registry.university.edu/app:latest", 'a tag that never moves, such as 1.4.2, or a digest: "latest" can\'t be rolled back to'],
    ["registry.university.edu/app:prod", 'a tag that never moves, such as 1.4.2, or a digest: "prod" can\'t be rolled back to'],
    ["registry.university.edu/app@sha256:12", "a digest of sha256: and 64 hexadecimal digits"],
    [`registry.university.edu/app:1.0@${digest}`, "either a tag or a digest, ECS takes one of them"],
  ] as const) {
    it(`refuses "${text.slice(0, 60)}"`, () => assert.equal(imageProblem(text), expected));
  }

  it("throws what is wrong where a caller did not ask before", () => {
    assert.throws(() => parseImageReference("app:latest"), /^Error: image "app:latest": expected a tag that never moves/);
  });

  it("knows the ARN of an ECR repository, and that another registry has none", () => {
    assert.equal(
      ecrRepositoryArn(parseImageReference(`${ecr}/team/app:1.0`)),
      "arn:aws:ecr:eu-central-1:123456789012:repository/team/app",
    );
    assert.equal(ecrRepositoryArn(parseImageReference("redis:7.2.5")), undefined);
  });
});
