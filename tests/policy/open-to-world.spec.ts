import { strict as assert } from "node:assert";
import { inlinePermissions, isWorld, opensEverything, opensPortsToAddresses, opensToWorld, permissionOf } from "../../policy/open-to-world";
import { UNKNOWN } from "../../rehearsal/provider/struct";

describe("open to the world", () => {
  it("takes as the internet every spelling of it, halves of it and what can't be read; private blocks not", () => {
    for (const cidr of ["0.0.0.0/0", "128.0.0.0/1", "::/0", "0:0:0:0:0:0:0:0/0", "2000::/3", UNKNOWN, "anything"]) assert.equal(isWorld(cidr), true, cidr);
    for (const cidr of ["10.0.0.0/8", "192.168.0.0/16", "203.0.113.7/32", "fd00::/48"]) assert.equal(isWorld(cidr), false, cidr);
  });

  it("sees the same permission in each form of a rule", () => {
    const forms = [
      permissionOf({ ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: "0.0.0.0/0" }),
      permissionOf({ protocol: "6", fromPort: "5432", toPort: "5432", cidrBlocks: ["0.0.0.0/0"] }),
      permissionOf({ protocol: "TCP", fromPort: 5000, toPort: 6000, ipv6CidrBlocks: ["::/0"] }),
      permissionOf({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      permissionOf({ ipProtocol: "tcp", fromPort: 443, toPort: 443, prefixListId: "pl-1" }),
      permissionOf({ ipProtocol: "tcp", fromPort: 443, toPort: 444, cidrIpv4: UNKNOWN }),
      ...inlinePermissions({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }),
      ...inlinePermissions(UNKNOWN),
    ];
    assert.deepEqual(forms.map((form) => opensToWorld(form, [80, 443])), forms.map(() => true));
  });

  it("leaves the public ports open, and groups alone", () => {
    assert.equal(opensToWorld(permissionOf({ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }), [80, 443]), false);
    assert.equal(opensToWorld(permissionOf({ ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: "sg-1" }), []), false);
    assert.equal(opensPortsToAddresses(permissionOf({ ipProtocol: "tcp", fromPort: 20, toPort: 25, cidrIpv4: "10.0.0.1/32" }), [22]), true);
    assert.equal(opensPortsToAddresses(permissionOf({ ipProtocol: "tcp", fromPort: 22, toPort: 22, referencedSecurityGroupId: "sg-1" }), [22]), false);
    assert.equal(opensEverything(permissionOf({ ipProtocol: "-1" })), true);
    assert.equal(opensEverything(permissionOf({ ipProtocol: "tcp", fromPort: 80, toPort: 80 })), false);
  });
});
