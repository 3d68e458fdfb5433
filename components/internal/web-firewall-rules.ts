import * as pulumi from "@pulumi/pulumi";
import type { wafv2 } from "@pulumi/aws/types/input";
import { ORIGIN_SECRET_HEADER } from "./origin-secret-header";

type Statement = wafv2.WebAclRuleStatement;

/** How many requests one client may send. What is over it is answered with 429 until the client slows down. */
export interface RateLimit {
  /**
   * Which limit is asked first: the lowest. 1 to 99, each once. Given, not counted, so that a new limit never renumbers
   * the others.
   */
  readonly priority: number;
  /** Requests in the window, 10 or more. */
  readonly limit: number;
  /** The window that slides over the requests, in seconds. */
  readonly windowSeconds: RateWindow;
  /** Only requests to these paths and what is below them count, such as /api/auth. @default - all requests count */
  readonly paths?: readonly string[] | undefined;
}

/**
 * What tells one client from another. Behind a CDN every connection comes from the CDN, which names its client in a
 * header of its own.
 */
export type ClientAddress = { readonly kind: "connection" } | { readonly kind: "header"; readonly header: string };

export interface WebFirewallRules {
  /** Name -> limit. The name is part of the rule's name and of its metric. */
  readonly rateLimits: Readonly<Record<string, RateLimit>>;
  readonly clientAddress: ClientAddress;
  /** Paths that take files; what is below them is included. Empty: no body over 8 kB passes anywhere. */
  readonly uploadPaths: readonly string[];
  /** Values of which a request must have one, letters and digits, to prove that it came through our CDN. @default - none is asked for */
  readonly originSecrets?: readonly pulumi.Input<string>[] | undefined;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
export const RATE_WINDOWS_SECONDS = [60, 120, 300, 600] as const;
export type RateWindow = (typeof RATE_WINDOWS_SECONDS)[number];
export const RATE_LIMIT_RANGE = { min: 10, max: 2_000_000_000 } as const;
export const RATE_PRIORITY_RANGE = { min: 1, max: 99 } as const;

/**
 * 1500 capacity units are in the base price. The managed groups take 1125, a limit with paths 35, the rules about uploads
 * and the client's address at most 42 and 13. https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
 */
export const RATE_LIMITS_MAX = 9;

/** https://docs.aws.amazon.com/waf/latest/developerguide/limits.html: characters in one regular expression. */
const PATTERN_LENGTH_MAX = 512;

/** Segments of plain characters: what a path still is after WAF has decoded and normalised it. */
export const PLAIN_PATH = /^(\/\.?[a-zA-Z0-9_~-][a-zA-Z0-9._~-]*)+$/;

/**
 * The groups that AWS keeps, and the rule that asks each: who sends first, then what is sent. No version is named, so AWS
 * brings new signatures in by itself. Names of rules that begin with AWS are AWS's own.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const MANAGED_GROUPS = {
  AWSManagedRulesAmazonIpReputationList: { rule: "ip-reputation", priority: 100 },
  AWSManagedRulesCommonRuleSet: { rule: "common-attacks", priority: 200 },
  AWSManagedRulesKnownBadInputsRuleSet: { rule: "known-bad-inputs", priority: 300 },
  AWSManagedRulesSQLiRuleSet: { rule: "sql-injection", priority: 400 },
} as const;

type ManagedGroup = keyof typeof MANAGED_GROUPS;

/**
 * The managed rules that mistake a file for an attack: it is larger than 8 kB, what WAF sees of a request at most, or its
 * bytes look like a script, a path or SQL. Each with the label that it leaves when it only counts.
 * https://repost.aws/knowledge-center/waf-upload-blocked-files
 */
const RULES_AGAINST_FILES: readonly { group: ManagedGroup; rule: string; label: string }[] = [
  {
    group: "AWSManagedRulesCommonRuleSet",
    rule: "CrossSiteScripting_BODY",
    label: "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body",
  },
  {
    group: "AWSManagedRulesCommonRuleSet",
    rule: "GenericLFI_BODY",
    label: "awswaf:managed:aws:core-rule-set:GenericLFI_Body",
  },
  {
    group: "AWSManagedRulesCommonRuleSet",
    rule: "SizeRestrictions_BODY",
    label: "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body",
  },
  {
    group: "AWSManagedRulesSQLiRuleSet",
    rule: "SQLi_BODY",
    label: "awswaf:managed:aws:sql-database:SQLi_Body",
  },
];

/**
 * Decoded first, so that `%2e%2e` is seen as the step back that it is; then normalised, so that `/files/../login` is
 * /login and `/api//login` no way around; in lower case, because some applications take /LOGIN too.
 */
const TRANSFORMATIONS = ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"].map((type, priority) => ({ type, priority }));

/**
 * What no rate limit may be evaded by, the limits, the managed groups and what they leave to judge by path, in the order in
 * which WAF asks them.
 *
 * @throws Error naming everything that AWS would refuse
 */
export function webFirewallRules({ rateLimits, clientAddress, uploadPaths, originSecrets }: WebFirewallRules): wafv2.WebAclRule[] {
  const limits = Object.entries(rateLimits).sort(([, a], [, b]) => a.priority - b.priority);
  const { min, max } = RATE_PRIORITY_RANGE;
  const problems = [
    ...(limits.length >= 1 && limits.length <= RATE_LIMITS_MAX ? [] : [`1 to ${RATE_LIMITS_MAX} rate limits, not ${limits.length}`]),
    ...limits.flatMap(([name, { priority, limit, paths }], index) => [
      ...(priority >= min && priority <= max ? [] : [`a priority of ${min} to ${max} for the rate limit ${name}`]),
      ...(limits[index - 1]?.[1].priority === priority ? [`a priority other than ${priority} for the rate limit ${name}`] : []),
      ...(limit >= RATE_LIMIT_RANGE.min ? [] : [`at least ${RATE_LIMIT_RANGE.min} requests for the rate limit ${name}`]),
      ...pathExpectations(paths ?? []),
    ]),
    ...pathExpectations(uploadPaths),
    ...(clientAddress.kind === "header" ? headerExpectations(clientAddress.header) : []),
    ...(originSecrets === undefined || clientAddress.kind === "header" ? [] : ["the header of the client's address where a CDN must prove itself"]),
  ];
  if (problems.length > 0) throw new Error(`the web firewall is refused: expected ${problems.join("; ")}`);
  return [
    ...(clientAddress.kind === "connection" ? [] : [throughTheProxy(clientAddress.header, originSecrets)]),
    ...limits.map(([name, limit]) => rateRule(name, limit, clientAddress)),
    ...managedRules(uploadPaths),
    ...(uploadPaths.length === 0 ? [] : [filesOnlyWhereTheyBelong(uploadPaths)]),
  ];
}

/**
 * WAF reads the first address of the header. In X-Forwarded-For that is the one which the client wrote, and a client may
 * write another each time. https://docs.aws.amazon.com/waf/latest/APIReference/API_ForwardedIPConfig.html
 */
export function headerExpectations(header: string): readonly string[] {
  const usable = /^[a-zA-Z0-9-]{1,255}$/.test(header) && header.toLowerCase() !== "x-forwarded-for";
  return usable ? [] : ["a header that only the CDN writes, such as CF-Connecting-IP; X-Forwarded-For is the client's to write"];
}

/** What AWS, or the sense of the rule, asks of the paths of one rule. Each is a phrase that follows "expected". */
export function pathExpectations(paths: readonly string[]): readonly string[] {
  const crooked = paths
    .filter((path) => !PLAIN_PATH.test(path))
    .map((path) => `a path without wildcards, empty segments and a slash at its end, not "${path}"`);
  const { length } = pathPattern(paths);
  return length <= PATTERN_LENGTH_MAX
    ? crooked
    : [...crooked, `fewer or shorter paths: their pattern has ${length} characters, AWS allows ${PATTERN_LENGTH_MAX}`];
}

/** One pattern for the paths and all below them, but not for `/authors` where `/auth` is meant. */
export function pathPattern(paths: readonly string[]): string {
  const escaped = [...new Set(paths)].sort().map((path) => path.toLowerCase().replaceAll(".", "\\."));
  return `^(${escaped.join("|")})(/|$)`;
}

function onPaths(paths: readonly string[]) {
  return {
    regexMatchStatement: {
      regexString: pathPattern(paths),
      fieldToMatch: { uriPath: {} },
      textTransformations: TRANSFORMATIONS,
    },
  } satisfies Statement;
}

/** A rule's name, its place, and its metric of the same name. */
function identity(name: string, priority: number) {
  return { name, priority, visibilityConfig: visibility(name) };
}

/** Metrics, and no samples: those show cookies and authorization headers, which the log leaves out. */
export function visibility(metricName: string): wafv2.WebAclRuleVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

/**
 * WAF applies no rate limit to a request without the header, so who leaves it out would have none; and who has no secret did
 * not come through our CDN. A header that is not there matches nothing.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields.html
 */
function throughTheProxy(header: string, secrets: readonly pulumi.Input<string>[] | undefined): wafv2.WebAclRule {
  const named = headerMatches(header, ".");
  if (secrets === undefined) {
    return { ...identity("client-address-required", 0), statement: { notStatement: { statement: named } }, action: { block: {} } };
  }
  const either = pulumi.all([...secrets]).apply((values) => `^(${values.join("|")})$`);
  const both: Statement = { andStatement: { statements: [headerMatches(ORIGIN_SECRET_HEADER, either), named] } };
  return { ...identity("through-our-cdn", 0), statement: { notStatement: { statement: both } }, action: { block: {} } };
}

function headerMatches(header: string, regexString: pulumi.Input<string>) {
  return {
    regexMatchStatement: {
      regexString,
      fieldToMatch: { singleHeader: { name: header.toLowerCase() } },
      textTransformations: [{ type: "NONE", priority: 0 }],
    },
  } satisfies Statement;
}

function rateRule(name: string, rate: RateLimit, client: ClientAddress): wafv2.WebAclRule {
  const { paths } = rate;
  return {
    ...identity(`rate-${name}`, rate.priority),
    statement: {
      rateBasedStatement: {
        limit: rate.limit,
        evaluationWindowSec: rate.windowSeconds,
        ...(client.kind === "connection"
          ? { aggregateKeyType: "IP" }
          : {
              aggregateKeyType: "FORWARDED_IP",
              // An address that is none was not written by the CDN, so the request is refused.
              forwardedIpConfig: { headerName: client.header, fallbackBehavior: "MATCH" },
            }),
        ...(paths === undefined || paths.length === 0 ? {} : { scopeDownStatement: onPaths(paths) }),
      },
    },
    action: {
      block: {
        customResponse: {
          responseCode: 429,
          responseHeaders: [{ name: "Retry-After", value: String(rate.windowSeconds) }],
        },
      },
    },
  };
}

function managedRules(uploadPaths: readonly string[]): wafv2.WebAclRule[] {
  const counted = uploadPaths.length === 0 ? [] : RULES_AGAINST_FILES;
  return Object.entries(MANAGED_GROUPS).map(([group, { rule: ruleName, priority }]) => {
    const overrides = counted
      .filter((entry) => entry.group === group)
      .map(({ rule }) => ({ name: rule, actionToUse: { count: {} } }));
    return {
      ...identity(ruleName, priority),
      statement: {
        managedRuleGroupStatement: {
          vendorName: "AWS",
          name: group,
          ...(overrides.length === 0 ? {} : { ruleActionOverrides: overrides }),
        },
      },
      overrideAction: { none: {} },
    };
  });
}

/** What the groups only counted for the sake of files is blocked everywhere else. */
function filesOnlyWhereTheyBelong(uploadPaths: readonly string[]): wafv2.WebAclRule {
  const suspicious: Statement = {
    orStatement: {
      statements: RULES_AGAINST_FILES.map(({ label }) => ({ labelMatchStatement: { scope: "LABEL", key: label } })),
    },
  };
  const elsewhere: Statement = { notStatement: { statement: onPaths(uploadPaths) } };
  return {
    ...identity("files-only-on-upload-paths", 500),
    statement: { andStatement: { statements: [suspicious, elsewhere] } },
    action: { block: {} },
  };
}
