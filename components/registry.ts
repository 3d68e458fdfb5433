import * as pulumi from "@pulumi/pulumi";
import { LifecyclePolicy } from "@pulumi/aws/ecr/lifecyclePolicy";
import { Repository } from "@pulumi/aws/ecr/repository";

export interface RegistryArgs {
  /**
   * Names of the repositories, as the images' references have them. They belong to the account, not to an environment: one stack
   * owns them and the others pull from them. Taking a name away is refused while its repository is protected.
   */
  repositories: readonly string[];
  /** The KMS key of the images. Changing this replaces the repositories. */
  keyArn: pulumi.Input<string>;
  /** How many tagged images each repository keeps, from 1 on; older ones are deleted. */
  keepImages: number;
  /** How many days an image without a tag is kept, from 1 on. */
  keepUntaggedDays: number;
}

/**
 * Repositories for container images.
 *
 * Creates: a repository and its lifecycle policy for each name.
 * Guarantees: a tag never moves to another image; every push is scanned; encrypted with the given key; protected, and never
 * deleted while it holds images.
 * Cost: storage, 0.10 USD per GB and month.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export class Registry extends pulumi.ComponentResource {
  /** Name -> URL, to which a tag or digest is added. */
  public readonly repositoryUrls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:registry:Registry", name, {}, opts);

    const urls = args.repositories.map((repositoryName): [string, pulumi.Output<string>] => {
      const repository = new Repository(
        `${name}-${repositoryName}`,
        {
          name: repositoryName,
          imageTagMutability: "IMMUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.keyArn }],
          forceDelete: false,
        },
        { parent: this, protect: true },
      );
      new LifecyclePolicy(
        `${name}-${repositoryName}`,
        { repository: repository.name, policy: lifecyclePolicy(args.keepImages, args.keepUntaggedDays) },
        { parent: this },
      );
      return [repositoryName, repository.repositoryUrl];
    });

    this.repositoryUrls = Object.fromEntries(urls);
    this.registerOutputs({ repositoryUrls: this.repositoryUrls });
  }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
function lifecyclePolicy(keepImages: number, keepUntaggedDays: number): string {
  const expire = { type: "expire" };
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Untagged images go after ${keepUntaggedDays} days`,
        selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: keepUntaggedDays },
        action: expire,
      },
      {
        rulePriority: 2,
        description: `The newest ${keepImages} images stay, so that a deployment can be taken back`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "imageCountMoreThan",
          countNumber: keepImages,
        },
        action: expire,
      },
    ],
  });
}
