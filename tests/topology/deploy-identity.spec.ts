import { strict as assert } from "node:assert";
import { DEPLOYED_SERVICES } from "../../components/internal/deploy-permissions";
import { stackGraph } from "../helpers/stacks";

/** Where Pulumi's name of a package is not the prefix of the service's IAM actions; `cloudwatch` stands for three services. */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  accessanalyzer: ["access-analyzer"],
  amp: ["aps"],
  appautoscaling: ["application-autoscaling"],
  cfg: ["config"],
  cloudwatch: ["cloudwatch", "events", "logs"],
  cognito: ["cognito-identity"],
  computeoptimizer: ["compute-optimizer"],
  costexplorer: ["ce"],
  ebs: ["ec2"],
  kinesis: ["firehose"],
  lb: ["elasticloadbalancing"],
  vpc: ["ec2"],
};

describe("who deploys", () => {
  it("may touch every service that the reference has something of", async function () {
    this.timeout(60_000);
    const { resources } = await stackGraph(undefined, "production");
    const packages = new Set(resources.flatMap(({ type }) => /^aws:([^/:]+)\//.exec(type)?.[1] ?? []));
    assert.ok(packages.size > 30, `${packages.size} packages`);
    const missing = [...packages].filter((name) => !(PREFIXES[name] ?? [name]).every((prefix) => DEPLOYED_SERVICES.includes(prefix)));
    assert.deepEqual(missing, []);
  });
});
