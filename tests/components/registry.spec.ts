import { strict as assert } from "node:assert";
import { Registry } from "../../components/registry";
import { build } from "../helpers/graph";

const make = (repositories: readonly string[]) =>
  build(() => new Registry("images", { repositories, keyArn: "arn:key", keepImages: 30, keepUntaggedDays: 7 }));

describe("Registry", () => {
  it("has a repository and a lifecycle policy for each name", async () => {
    assert.deepEqual((await make(["scholarship-backend", "scholarship-frontend"])).list(), [
      "aws:ecr/lifecyclePolicy:LifecyclePolicy images-scholarship-backend",
      "aws:ecr/lifecyclePolicy:LifecyclePolicy images-scholarship-frontend",
      "aws:ecr/repository:Repository images-scholarship-backend",
      "aws:ecr/repository:Repository images-scholarship-frontend",
      "groundwork:registry:Registry images",
    ]);
    assert.deepEqual((await make([])).list(), ["groundwork:registry:Registry images"]);
  });

  it("never moves a tag, scans every push, encrypts, and keeps what it holds", async () => {
    const { inputs, options } = (await make(["app"])).one("aws:ecr/repository:Repository");
    assert.deepEqual(inputs, {
      name: "app",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn:key" }],
      forceDelete: false,
    });
    assert.equal(options.protect, true);
  });

  it("deletes untagged images after days and tagged ones by number", async () => {
    const { inputs } = (await make(["app"])).one("aws:ecr/lifecyclePolicy:LifecyclePolicy");
    assert.deepEqual(JSON.parse(String(inputs.policy)), {
      rules: [
        {
          rulePriority: 1,
          description: "Untagged images go after 7 days",
          selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: "The newest 30 images stay, so that a deployment can be taken back",
          selection: { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 30 },
          action: { type: "expire" },
        },
      ],
    });
  });
});
