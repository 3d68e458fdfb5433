import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryOf } from "./repository";
import { zip } from "./zip";

const SCRIPT = join("components", "internal", "canary-script", "probe.js");

/** File and exported function of the entry point. */
export const CANARY_HANDLER = "probe.handler";

export interface CanaryPackage {
  readonly contentBase64: string;
  /** Of the content: another content is another key, which is how AWS learns that the script changed. */
  readonly hash: string;
}

/**
 * The ZIP file of a canary, in the folders that Synthetics demands.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_WritingCanary_Nodejs.html
 */
export function canaryPackage(stepsJson: string): CanaryPackage {
  const content = zip({ "nodejs/node_modules/probe.js": canaryScript(), "nodejs/node_modules/steps.json": stepsJson });
  return {
    contentBase64: content.toString("base64"),
    hash: createHash("sha256").update(content).digest("hex").slice(0, 16),
  };
}

function canaryScript(): string {
  return readFileSync(join(repositoryOf(SCRIPT), SCRIPT), "utf8");
}
