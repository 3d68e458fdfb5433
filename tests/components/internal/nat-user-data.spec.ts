import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { natUserData } from "../../../components/internal/nat-user-data";

const script = natUserData("10.20.0.0/16");

describe("natUserData", () => {
  it("is a script that bash can read", () => {
    execFileSync("bash", ["-n"], { input: script });
    assert.ok(script.startsWith("#!/bin/bash\n"));
  });

  it("forwards packets, now and after a reboot", () => {
    assert.match(script, /net\.ipv4\.ip_forward = 1' > \/etc\/sysctl\.d\/90-nat\.conf\nsysctl -p \/etc\/sysctl\.d\/90-nat\.conf\n/);
    assert.match(script, /\nsystemctl enable --now nftables\n$/);
  });

  it("translates only what leaves the VPC", () => {
    assert.match(script, /\n {4}ip saddr 10\.20\.0\.0\/16 ip daddr != 10\.20\.0\.0\/16 masquerade\n/);
  });
});
