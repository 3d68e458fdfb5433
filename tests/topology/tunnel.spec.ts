import { strict as assert } from "node:assert";
import { stackGraph } from "../helpers/stacks";

const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

describe("the tunnel of a stack", () => {
  // A task that can't pull its image, write its log and be found by Session Manager is no tunnel.
  for (const { stack, toStart } of [
    { stack: "production", toStart: ["s3-443", "endpoints-443"] },
    { stack: "staging", toStart: ["s3-443", "internet-443"] },
  ]) {
    it(`reaches the database, and besides it only what a task needs to start (${stack})`, async () => {
      const graph = await stackGraph("scholarship", stack);
      const names = (type: string, pattern: RegExp) =>
        graph.all(type).flatMap(({ name }) => pattern.exec(name)?.[1] ?? []);
      assert.deepEqual(names(EGRESS, /^firewall-tunnel-to-(.*)$/), ["database-5432", ...toStart]);
      assert.deepEqual(names(INGRESS, /^firewall-(.*)-to-tunnel-/), []);
    });
  }

  it("is there before any role of the database: it is what they are made through", async () => {
    const { resources } = await stackGraph("scholarship", "production");
    const tunnel = resources.filter(({ name, type }) => name.startsWith("tunnel") || type === "groundwork:tunnel:Tunnel");
    assert.equal(tunnel.length, 7);
    assert.deepEqual(tunnel.flatMap(({ dependsOn }) => dependsOn).filter((other) => !other.includes("::tunnel-")), []);
  });
});
