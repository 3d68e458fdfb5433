import { strict as assert } from "node:assert";
import { peopleTrust } from "../../components/internal/trust-documents";
import { PeopleRoles } from "../../components/people-roles";
import type { PeopleRolesArgs } from "../../components/people-roles";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const args: PeopleRolesArgs = {
  namePrefix: "reference-production",
  accountId: "123456789012",
  principalArns: ["arn:aws:iam::123456789012:root"],
  maxFactorAgeSeconds: 3600,
  maxSessionSeconds: 3600,
  lockedBucketArns: ["arn:aws:s3:::reference-production-audit"],
};
const sids = (graph: Graph, name: string): readonly string[] =>
  JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy", name).inputs.policy)).Statement.map(({ Sid }: { Sid: string }) => Sid);

describe("PeopleRoles", () => {
  it("wants a fresh second factor for both roles, and lets them view configurations", async () => {
    const graph = await build(() => new PeopleRoles("people", args));
    assert.deepEqual(
      graph.all("aws:iam/role:Role").map(({ inputs }) => [inputs.name, inputs.path, inputs.maxSessionDuration, inputs.assumeRolePolicy]),
      ["support", "break-glass"].map((purpose) => [
        `reference-production-${purpose}`,
        "/people/",
        3600,
        peopleTrust(["arn:aws:iam::123456789012:root"], 3600),
      ]),
    );
    for (const { inputs } of graph.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")) {
      assert.equal(inputs.policyArn, "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess");
    }
  });

  it("lets support search the system's logs, and whoever breaks the glass lift locks and end recovery points", async () => {
    const graph = await build(() => new PeopleRoles("people", args));
    assert.deepEqual(sids(graph, "people-support"), ["SearchTheSystemsLogs", "ReadTheAnswers"]);
    assert.deepEqual(sids(graph, "people-break-glass"), ["EndRecoveryPoints", "FindLockedObjects", "LiftLocks"]);
  });

  it("lifts no lock where there is none", async () => {
    const graph = await build(() => new PeopleRoles("people", { ...args, lockedBucketArns: [] }));
    assert.deepEqual(sids(graph, "people-break-glass"), ["EndRecoveryPoints"]);
  });
});
