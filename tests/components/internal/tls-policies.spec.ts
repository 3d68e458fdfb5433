import { strict as assert } from "node:assert";
import { TLS_POLICIES, tls12SuitesWithRsaKey } from "../../../components/internal/tls-policies";

describe("the TLS policies", () => {
  it("leave exactly the two GCM suites for TLS 1.2 and an RSA key, and none where TLS 1.3 is the floor", () => {
    const restricted = ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384"];
    assert.deepEqual(
      TLS_POLICIES.map((policy) => [policy, tls12SuitesWithRsaKey(policy)]),
      [
        ["ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", restricted],
        ["ELBSecurityPolicy-TLS13-1-2-Res-2021-06", restricted],
        ["ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", []],
        ["ELBSecurityPolicy-TLS13-1-3-2021-06", []],
      ],
    );
  });
});
