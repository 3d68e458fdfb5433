import { strict as assert } from "node:assert";
import type { RegisteredResource } from "../../../rehearsal/plan/record";
import type { Graph } from "../../helpers/graph";
import { configOf, rawSettings } from "../../helpers/settings";
import { buildStack, stackGraph } from "../../helpers/stacks";
import { valueAt } from "../values";
import { IP_SET } from "./resources";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
/** The document's message; an address of the public internet in place of its private ones, which never arrive. */
const maintenanceMode = { message: "Scheduled maintenance until 3 PM UTC", allowedCidrs: ["198.51.100.7", "198.51.100.8"] };

/** Maintenance mode of production: the committed stack file has none, and this is what it does when somebody adds it. */
describe("maintenance mode of manufacturing", () => {
  let off: Graph;
  let on: Graph;
  before(async function () {
    this.timeout(120_000);
    off = await stackGraph("manufacturing", "production");
    on = await buildStack("manufacturing", "production", configOf({ ...rawSettings("manufacturing", "production"), maintenanceMode }));
  });

  it("turns everybody away with 503 and the document's message, but for the addresses that are allowed", () => {
    const { inputs } = on.one(WEB_ACL);
    const set = on.one(IP_SET);
    assert.deepEqual(set.inputs.addresses, ["198.51.100.7/32", "198.51.100.8/32"]);
    assert.deepEqual(inputs.customResponseBodies, [{ key: "maintenance", contentType: "TEXT_PLAIN", content: "Scheduled maintenance until 3 PM UTC" }]);
    assert.deepEqual(valueAt(inputs, "rules[name=maintenance].statement"), {
      notStatement: {
        statement: {
          ipSetReferenceStatement: {
            arn: set.outputs.arn,
            // Behind Cloudflare every connection is Cloudflare's.
            ipSetForwardedIpConfig: { headerName: "CF-Connecting-IP", position: "FIRST", fallbackBehavior: "NO_MATCH" },
          },
        },
      },
    });
    assert.equal(valueAt(inputs, "rules[name=maintenance].action.block.customResponse.responseCode"), 503);
    assert.equal(valueAt(inputs, "rules[name=maintenance].action.block.customResponse.customResponseBodyKey"), "maintenance");
  });

  it("asks every other rule first, so that what the web firewall refuses is refused in maintenance too", () => {
    const rules = valueAt(on.one(WEB_ACL).inputs, "rules");
    assert.ok(Array.isArray(rules));
    const priorities = rules.map((rule) => Number(valueAt(rule, "priority")));
    assert.equal(Math.max(...priorities), valueAt(on.one(WEB_ACL).inputs, "rules[name=maintenance].priority"));
    assert.deepEqual(rules.slice(0, -1), valueAt(off.one(WEB_ACL).inputs, "rules"));
  });

  it("is a change of the web firewall and one set of addresses, and of nothing else, both ways", () => {
    const identity = ({ type, name }: RegisteredResource) => `${type}::${name}`;
    const before = new Map(off.resources.map((resource) => [identity(resource), JSON.stringify(resource.inputs)]));
    const changes = on.resources.filter((resource) => before.get(identity(resource)) !== JSON.stringify(resource.inputs)).map(identity);
    assert.deepEqual(changes.toSorted(), [`${IP_SET}::web-firewall-maintenance-ipv4`, `${WEB_ACL}::web-firewall`]);
    const after = new Set(on.resources.map(identity));
    assert.deepEqual([...before.keys()].filter((resource) => !after.has(resource)), []);
  });
});
