/**
 * The security policies that a public listener may use: TLS 1.2 and 1.3, or 1.3 alone. AWS offers fixed policies only, in
 * the server's order of preference. A "PQ" policy adds the hybrid ML-KEM key exchange for clients that know it and changes
 * nothing for the others; AWS recommends the first one. The API's own default, ELBSecurityPolicy-2016-08, still speaks
 * TLS 1.0 and is not among them. As of 2026-11:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const TLS_POLICIES = [
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
] as const;

export type TlsPolicy = (typeof TLS_POLICIES)[number];

/** TLS 1.2 suites of the "restricted" policies: ephemeral keys and authenticated encryption, nothing else. */
const RESTRICTED_SUITES = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES256-GCM-SHA384",
];

const TLS_1_2_SUITES: Readonly<Record<TlsPolicy, readonly string[]>> = {
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09": RESTRICTED_SUITES,
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06": RESTRICTED_SUITES,
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09": [],
  "ELBSecurityPolicy-TLS13-1-3-2021-06": [],
};

/** The TLS 1.2 suites that remain once the certificate's key is RSA: the ECDSA ones need an elliptic-curve key. */
export function tls12SuitesWithRsaKey(policy: TlsPolicy): readonly string[] {
  return TLS_1_2_SUITES[policy].filter((suite) => suite.startsWith("ECDHE-RSA-"));
}
