import { strict as assert } from "node:assert";
import { dataProtectionPolicy } from "../../components/internal/data-identifiers";
import { LogPrivacy } from "../../components/log-privacy";
import type { LogPrivacyArgs } from "../../components/log-privacy";
import { build } from "../helpers/graph";

const args: LogPrivacyArgs = {
  policyName: "reference-production-personal-data",
  identifiers: ["EmailAddress"],
  customIdentifiers: { CustomerNumber: "CN-[0-9]{8}" },
  logGroupNames: { api: "/reference-production/api", database: "/aws/rds/instance/reference/postgresql" },
};

describe("LogPrivacy", () => {
  it("masks the same in each log group, and makes nothing else", async () => {
    const graph = await build(() => new LogPrivacy("log-privacy", args));
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy log-privacy-api",
      "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy log-privacy-database",
      "groundwork:log-privacy:LogPrivacy log-privacy",
    ]);
    const policyDocument = dataProtectionPolicy(args.policyName, args);
    assert.deepEqual(
      graph.all("aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy").map(({ inputs }) => inputs),
      [
        { logGroupName: "/reference-production/api", policyDocument },
        { logGroupName: "/aws/rds/instance/reference/postgresql", policyDocument },
      ],
    );
  });

  it("refuses an identifier that CloudWatch Logs lacks", async () => {
    await assert.rejects(
      build(() => new LogPrivacy("log-privacy", { ...args, identifiers: ["Ssn-PH"] })),
      /log privacy: expected Ssn with a country that it is known for: Ssn-ES, Ssn-US/,
    );
  });
});
