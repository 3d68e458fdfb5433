/** A stage of our own, beside those of Secrets Manager: what has a stage is never deleted. */
const FIRST_VERSION_STAGE = "groundwork-first";

/**
 * What the version that the program makes needs beside its value.
 *
 * A secret that a function rotates is current in later versions. The program's own loses its last stage at the second
 * rotation, Secrets Manager then deletes it, and a refresh that misses it would make it again, as the current one, with a
 * password that nothing accepts any more. So it gets a stage that no rotation takes, and neither stages nor value are ever
 * compared again. A secret that had a value before it was rotated needs that stage by hand:
 * `aws secretsmanager update-secret-version-stage --secret-id … --version-stage groundwork-first --move-to-version-id …`
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 * https://github.com/hashicorp/terraform-provider-aws/issues/37302
 */
export function firstVersion(isRotated: boolean): {
  readonly stages: { readonly versionStages?: string[] };
  readonly options: { readonly ignoreChanges?: string[] };
} {
  if (!isRotated) return { stages: {}, options: {} };
  return {
    stages: { versionStages: ["AWSCURRENT", FIRST_VERSION_STAGE] },
    options: { ignoreChanges: ["secretString", "versionStages"] },
  };
}
