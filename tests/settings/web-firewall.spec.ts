import { strict as assert } from "node:assert";
import { webFirewallSchema } from "../../settings/web-firewall";

const login = { priority: 10, limit: 100, windowSeconds: 300, paths: ["/api/auth"] };
const sound = {
  rateLimits: { login, requests: { priority: 20, limit: 6000, windowSeconds: 60, paths: [] } },
  clientAddress: { kind: "connection" },
  uploadPaths: ["/api/documents"],
  logRetentionDays: 90,
};
const withLogin = (change: object) => ({ ...sound, rateLimits: { login: { ...login, ...change } } });
const messages = (value: unknown) =>
  webFirewallSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const paths = (value: unknown) => webFirewallSchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);

describe("web firewall settings", () => {
  it("are sound as the fixture has them, without uploads, and behind a CDN", () => {
    assert.equal(messages(sound), undefined);
    assert.equal(messages({ ...sound, uploadPaths: [] }), undefined);
    assert.equal(messages({ ...sound, clientAddress: { kind: "header", header: "CF-Connecting-IP" } }), undefined);
  });

  it("require every key, and of a limit all but its paths", () => {
    assert.deepEqual(paths({})?.map(([path]) => path), ["rateLimits", "clientAddress", "uploadPaths", "logRetentionDays"]);
    assert.deepEqual(paths({ ...sound, rateLimits: { login: {} } })?.map(([path]) => path), [
      "rateLimits.login.priority",
      "rateLimits.login.limit",
      "rateLimits.login.windowSeconds",
    ]);
    const { rateLimits } = webFirewallSchema.parse(withLogin({ paths: undefined }));
    assert.deepEqual(rateLimits.login?.paths, []);
  });

  it("take the least and the most of each number, and not one more or less", () => {
    for (const [key, least, most] of [
      ["limit", 10, 2_000_000_000],
      ["priority", 1, 99],
    ] as const) {
      assert.equal(paths(withLogin({ [key]: least })), undefined);
      assert.equal(paths(withLogin({ [key]: most })), undefined);
      assert.deepEqual(paths(withLogin({ [key]: least - 1 })), [[`rateLimits.login.${key}`, "too_small"]]);
      assert.deepEqual(paths(withLogin({ [key]: most + 1 })), [[`rateLimits.login.${key}`, "too_big"]]);
    }
  });

  it("take the windows that AWS offers, and the retentions", () => {
    for (const windowSeconds of [60, 120, 300, 600]) assert.equal(paths(withLogin({ windowSeconds })), undefined);
    assert.deepEqual(paths(withLogin({ windowSeconds: 30 })), [["rateLimits.login.windowSeconds", "invalid_value"]]);
    assert.deepEqual(paths({ ...sound, logRetentionDays: 45 }), [["logRetentionDays", "invalid_value"]]);
  });

  it("refuse no limit, and ten", () => {
    assert.deepEqual(messages({ ...sound, rateLimits: {} }), [["rateLimits", "1 to 9 rate limits"]]);
    const limits = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, { ...login, priority: index + 1 }]));
    assert.equal(messages({ ...sound, rateLimits: limits(9) }), undefined);
    assert.deepEqual(messages({ ...sound, rateLimits: limits(10) }), [["rateLimits", "1 to 9 rate limits"]]);
  });

  it("refuse a priority twice", () => {
    assert.deepEqual(messages({ ...sound, rateLimits: { login, requests: { ...login } } }), [
      ["rateLimits.requests.priority", "a priority other than 10, which login has"],
    ]);
  });

  it("refuse a name that no metric can have", () => {
    assert.deepEqual(paths({ ...sound, rateLimits: { "Log in": login } }), [["rateLimits.Log in", "invalid_key"]]);
  });

  it("refuse a path that no decoded and normalised request has", () => {
    const message = (path: string) => `a path without wildcards, empty segments and a slash at its end, not "${path}"`;
    assert.deepEqual(messages({ ...sound, uploadPaths: ["/files", "/files/*"] }), [["uploadPaths", message("/files/*")]]);
    assert.deepEqual(messages(withLogin({ paths: ["/api/auth/"] })), [["rateLimits.login.paths", message("/api/auth/")]]);
  });

  it("refuse a header that clients write themselves, and an address of no kind", () => {
    assert.deepEqual(messages({ ...sound, clientAddress: { kind: "header", header: "x-forwarded-for" } }), [
      [
        "clientAddress.header",
        "a header that only the CDN writes, such as CF-Connecting-IP; X-Forwarded-For is the client's to write",
      ],
    ]);
    assert.deepEqual(messages({ ...sound, clientAddress: { kind: "cdn" } }), [
      ["clientAddress.kind", "kind connection, or kind header with a header"],
    ]);
  });
});
