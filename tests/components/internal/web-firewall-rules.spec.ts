import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import {
  headerExpectations,
  MANAGED_GROUPS,
  pathExpectations,
  pathPattern,
  PLAIN_PATH,
  webFirewallRules,
} from "../../../components/internal/web-firewall-rules";
import type { RateLimit, WebFirewallRules } from "../../../components/internal/web-firewall-rules";

const login: RateLimit = { priority: 10, limit: 100, windowSeconds: 300, paths: ["/api/auth"] };
const requests: RateLimit = { priority: 20, limit: 6000, windowSeconds: 300 };
const sound: WebFirewallRules = {
  rateLimits: { login, requests },
  clientAddress: { kind: "connection" },
  uploadPaths: ["/api/documents"],
};
const order = (rules: WebFirewallRules) => webFirewallRules(rules).map(({ priority, name }) => [priority, name]);
const rule = (rules: WebFirewallRules, name: string) => {
  const found = webFirewallRules(rules).filter((candidate) => candidate.name === name);
  assert.equal(found.length, 1, `one rule ${name}`);
  return found[0];
};
const uriPath = (regexString: string) => ({
  regexMatchStatement: {
    regexString,
    fieldToMatch: { uriPath: {} },
    textTransformations: [
      { type: "URL_DECODE", priority: 0 },
      { type: "NORMALIZE_PATH", priority: 1 },
      { type: "LOWERCASE", priority: 2 },
    ],
  },
});

describe("webFirewallRules", () => {
  it("asks limits first, then who sends, then what is sent, then whether files belong there", () => {
    assert.deepEqual(order(sound), [
      [10, "rate-login"],
      [20, "rate-requests"],
      [100, "ip-reputation"],
      [200, "common-attacks"],
      [300, "known-bad-inputs"],
      [400, "sql-injection"],
      [500, "files-only-on-upload-paths"],
    ]);
  });

  it("changes no rule that is there when a limit is added, wherever it goes", () => {
    const before = webFirewallRules(sound);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }).filter((priority) => priority !== 10 && priority !== 20),
        fc.boolean(),
        (priority, first) => {
          const added = { added: { ...requests, priority } };
          const rateLimits = first ? { ...added, ...sound.rateLimits } : { ...sound.rateLimits, ...added };
          const after = webFirewallRules({ ...sound, rateLimits });
          assert.deepEqual(after.filter(({ name }) => name !== "rate-added"), before);
          const priorities = after.map((candidate) => Number(candidate.priority));
          assert.deepEqual(priorities, [...priorities].sort((a, b) => a - b));
        },
      ),
    );
  });

  it("gives each rule a metric of its name, and keeps no samples of requests", () => {
    for (const { name, visibilityConfig } of webFirewallRules(sound)) {
      assert.deepEqual(visibilityConfig, {
        metricName: name,
        cloudwatchMetricsEnabled: true,
        sampledRequestsEnabled: false,
      });
    }
  });

  it("answers 429 to a client over a limit and says when to come back", () => {
    assert.deepEqual(rule(sound, "rate-login")?.action, {
      block: { customResponse: { responseCode: 429, responseHeaders: [{ name: "Retry-After", value: "300" }] } },
    });
  });

  it("counts by the connection's address, in the window given, on the paths given", () => {
    assert.deepEqual(rule(sound, "rate-login")?.statement, {
      rateBasedStatement: {
        limit: 100,
        evaluationWindowSec: 300,
        aggregateKeyType: "IP",
        scopeDownStatement: uriPath("^(/api/auth)(/|$)"),
      },
    });
  });

  it("counts every request where a limit has no paths", () => {
    const statement = { rateBasedStatement: { limit: 6000, evaluationWindowSec: 300, aggregateKeyType: "IP" } };
    assert.deepEqual(rule(sound, "rate-requests")?.statement, statement);
    const rateLimits = { requests: { ...requests, paths: [] } };
    assert.deepEqual(rule({ ...sound, rateLimits }, "rate-requests")?.statement, statement);
  });

  it("counts by the address that a CDN names, and refuses a request whose address is none", () => {
    const rules: WebFirewallRules = { ...sound, clientAddress: { kind: "header", header: "CF-Connecting-IP" } };
    assert.deepEqual(rule(rules, "rate-requests")?.statement, {
      rateBasedStatement: {
        limit: 6000,
        evaluationWindowSec: 300,
        aggregateKeyType: "FORWARDED_IP",
        forwardedIpConfig: { headerName: "CF-Connecting-IP", fallbackBehavior: "MATCH" },
      },
    });
  });

  it("refuses a request without the CDN's header first of all, since no limit would apply to it", () => {
    const rules: WebFirewallRules = { ...sound, clientAddress: { kind: "header", header: "CF-Connecting-IP" } };
    assert.deepEqual(order(rules)[0], [0, "client-address-required"]);
    const { statement, action } = rule(rules, "client-address-required") ?? {};
    assert.deepEqual(action, { block: {} });
    assert.deepEqual(statement, {
      notStatement: {
        statement: {
          regexMatchStatement: {
            regexString: ".",
            fieldToMatch: { singleHeader: { name: "cf-connecting-ip" } },
            textTransformations: [{ type: "NONE", priority: 0 }],
          },
        },
      },
    });
  });

  it("refuses a request that did not come through our own CDN first of all, whichever of two secrets it has", async () => {
    const clientAddress = { kind: "header", header: "CF-Connecting-IP" } as const;
    const behind: WebFirewallRules = { ...sound, clientAddress, originSecrets: [pulumi.secret("new1"), "old2"] };
    assert.deepEqual(order(behind)[0], [0, "through-our-cdn"]);
    assert.deepEqual(order(behind).slice(1), order({ ...sound, clientAddress }).slice(1));
    const found = rule(behind, "through-our-cdn");
    assert.deepEqual(found?.action, { block: {} });
    const statement = pulumi.output(found?.statement);
    assert.equal(await pulumi.isSecret(statement), true);
    const matches = (header: string, regexString: string) => ({
      regexMatchStatement: {
        regexString,
        fieldToMatch: { singleHeader: { name: header } },
        textTransformations: [{ type: "NONE", priority: 0 }],
      },
    });
    const known = await new Promise((resolve) => {
      statement.apply(resolve);
    });
    assert.deepEqual(known, {
      notStatement: {
        statement: { andStatement: { statements: [matches("x-origin-secret", "^(new1|old2)$"), matches("cf-connecting-ip", ".")] } },
      },
    });
  });

  it("refuses to ask for a CDN's secret where clients are told apart by their connection", () => {
    assert.throws(() => webFirewallRules({ ...sound, originSecrets: ["x".repeat(48)] }), {
      message: "the web firewall is refused: expected the header of the client's address where a CDN must prove itself",
    });
  });

  it("lets the managed groups act as AWS means them to, without a version that would grow old", () => {
    for (const uploadPaths of [[], sound.uploadPaths]) {
      for (const { rule: name } of Object.values(MANAGED_GROUPS)) {
        const found = rule({ ...sound, uploadPaths }, name);
        assert.deepEqual(found?.overrideAction, { none: {} });
        assert.equal(found?.action, undefined);
      }
    }
    assert.deepEqual(rule(sound, "known-bad-inputs")?.statement, {
      managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesKnownBadInputsRuleSet" },
    });
  });

  it("overrides no managed rule where no path takes files", () => {
    const rules = { ...sound, uploadPaths: [] };
    for (const [group, { rule: name }] of Object.entries(MANAGED_GROUPS)) {
      assert.deepEqual(rule(rules, name)?.statement, { managedRuleGroupStatement: { vendorName: "AWS", name: group } });
    }
    assert.equal(webFirewallRules(rules).some(({ name }) => name === "files-only-on-upload-paths"), false);
  });

  it("lets the rules that mistake files for attacks count, and blocks what they found on every other path", () => {
    const counting = (...names: string[]) => names.map((name) => ({ name, actionToUse: { count: {} } }));
    assert.deepEqual(rule(sound, "common-attacks")?.statement, {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: "AWSManagedRulesCommonRuleSet",
        ruleActionOverrides: counting("CrossSiteScripting_BODY", "GenericLFI_BODY", "SizeRestrictions_BODY"),
      },
    });
    assert.deepEqual(rule(sound, "sql-injection")?.statement, {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: "AWSManagedRulesSQLiRuleSet",
        ruleActionOverrides: counting("SQLi_BODY"),
      },
    });
    const { statement, action } = rule(sound, "files-only-on-upload-paths") ?? {};
    assert.deepEqual(action, { block: {} });
    assert.deepEqual(statement, {
      andStatement: {
        statements: [
          {
            orStatement: {
              statements: [
                "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body",
                "awswaf:managed:aws:core-rule-set:GenericLFI_Body",
                "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body",
                "awswaf:managed:aws:sql-database:SQLi_Body",
              ].map((key) => ({ labelMatchStatement: { scope: "LABEL", key } })),
            },
          },
          { notStatement: { statement: uriPath("^(/api/documents)(/|$)") } },
        ],
      },
    });
  });

  it("takes nine limits", () => {
    const rateLimits = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`n${index}`, { ...login, priority: index + 1 }]));
    assert.equal(webFirewallRules({ ...sound, rateLimits }).length, 14);
  });

  for (const [what, change, expected] of [
    ["no limit", { rateLimits: {} }, "1 to 9 rate limits, not 0"],
    [
      "ten limits",
      { rateLimits: Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`n${index}`, { ...login, priority: index + 1 }])) },
      "1 to 9 rate limits, not 10",
    ],
    ["priority 0", { rateLimits: { login: { ...login, priority: 0 } } }, "a priority of 1 to 99 for the rate limit login"],
    ["priority 100", { rateLimits: { login: { ...login, priority: 100 } } }, "a priority of 1 to 99 for the rate limit login"],
    [
      "a priority twice",
      { rateLimits: { login, requests: { ...requests, priority: 10 } } },
      "a priority other than 10 for the rate limit requests",
    ],
    ["a limit below AWS's least", { rateLimits: { login: { ...login, limit: 9 } } }, "at least 10 requests for the rate limit login"],
    [
      "a limit's crooked path",
      { rateLimits: { login: { ...login, paths: ["/api/*"] } } },
      'a path without wildcards, empty segments and a slash at its end, not "/api/*"',
    ],
    [
      "a crooked upload path",
      { uploadPaths: ["/files/"] },
      'a path without wildcards, empty segments and a slash at its end, not "/files/"',
    ],
    [
      "a header that clients write",
      { clientAddress: { kind: "header", header: "X-Forwarded-For" } },
      "a header that only the CDN writes, such as CF-Connecting-IP; X-Forwarded-For is the client's to write",
    ],
  ] satisfies [string, Partial<WebFirewallRules>, string][]) {
    it(`refuses ${what}`, () => {
      assert.throws(() => webFirewallRules({ ...sound, ...change }), {
        message: `the web firewall is refused: expected ${expected}`,
      });
    });
  }
});

describe("headerExpectations", () => {
  it("are none for a CDN's own header, and one for X-Forwarded-For however it is written and for what is no header", () => {
    assert.deepEqual(headerExpectations("CF-Connecting-IP"), []);
    for (const header of ["x-forwarded-for", "X-FORWARDED-FOR", "", "True Client", "a".repeat(256)]) {
      assert.equal(headerExpectations(header).length, 1, header);
    }
  });
});

describe("pathExpectations", () => {
  it("are none for plain paths", () => {
    assert.deepEqual(pathExpectations(["/api", "/api/v1.2/documents", "/.well-known/security", "/~user_1/a-b"]), []);
    assert.deepEqual(pathExpectations([]), []);
  });

  for (const path of ["", "/", "api", "/api/", "//api", "/api/../login", "/api/./login", "/api/*", "/api/%61", "/a b", "/a?b", "/(a)"]) {
    it(`refuse "${path}"`, () => {
      assert.deepEqual(pathExpectations([path]), [
        `a path without wildcards, empty segments and a slash at its end, not "${path}"`,
      ]);
    });
  }

  it("end where AWS's longest pattern ends", () => {
    const longest = `/${"a".repeat(503)}`;
    assert.equal(pathPattern([longest]).length, 512);
    assert.deepEqual(pathExpectations([longest]), []);
    assert.deepEqual(pathExpectations([`${longest}a`]), [
      "fewer or shorter paths: their pattern has 513 characters, AWS allows 512",
    ]);
  });
});

describe("pathPattern", () => {
  // WAF lowers the request's path before it matches.
  const matches = (paths: readonly string[], path: string) => new RegExp(pathPattern(paths)).test(path.toLowerCase());
  const plain = fc.stringMatching(PLAIN_PATH).filter((path) => path.length < 60);

  it("is the same text for the same paths in any order, each once", () => {
    assert.equal(pathPattern(["/b", "/A.c", "/b"]), "^(/a\\.c|/b)(/|$)");
    assert.equal(pathPattern(["/A.c", "/b"]), "^(/a\\.c|/b)(/|$)");
  });

  it("matches each path and all below it, in any case", () => {
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 4 }), plain, (paths, below) => {
        for (const path of paths) {
          for (const request of [path, `${path}/`, `${path}${below}`, path.toUpperCase()]) assert.ok(matches(paths, request), request);
        }
      }),
    );
  });

  it("matches no path beside it: not one that goes on, is cut, lies deeper or has another character for a dot", () => {
    fc.assert(
      fc.property(plain, fc.stringMatching(/^[a-z0-9_.-]+$/), (path, more) => {
        for (const request of [`${path}${more}`, path.slice(0, -1), `/0${path}`]) {
          if (request.toLowerCase() !== path.toLowerCase() && !request.toLowerCase().startsWith(`${path.toLowerCase()}/`)) {
            assert.equal(matches([path], request), false, request);
          }
        }
      }),
    );
    assert.equal(matches(["/v1.2"], "/v1x2"), false);
  });
});
