import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import {
  all,
  anonymous,
  EXPRESSION_LENGTH_MAX,
  not,
  notFrom,
  onExactPath,
  onHosts,
  onPaths,
  onPathsOfAnyCase,
  READS,
  withExtension,
} from "../../../components/internal/edge-expressions";

describe("expressions of the edge", () => {
  it("name hosts whole, and wildcards by what they end in", () => {
    assert.equal(onHosts(["b.example.org", "a.example.org"]), 'http.host in {"a.example.org" "b.example.org"}');
    assert.equal(onHosts(["*.example.org"]), 'ends_with(http.host, ".example.org")');
    assert.equal(
      onHosts(["*.example.org", "example.org"]),
      '(http.host in {"example.org"} or ends_with(http.host, ".example.org"))',
    );
  });

  it("name a path and what is below it, and nothing that only begins alike", () => {
    assert.equal(onPaths(["/api"]), '(http.request.uri.path in {"/api"} or starts_with(http.request.uri.path, "/api/"))');
    assert.equal(onPaths(["/"]), '(http.request.uri.path in {"/"} or starts_with(http.request.uri.path, "/"))');
    assert.equal(onExactPath("/ops"), 'http.request.uri.path eq "/ops"');
  });

  it("name a path in any case", () => {
    assert.equal(
      onPathsOfAnyCase(["/API/admin"]),
      '(lower(http.request.uri.path) in {"/api/admin"} or starts_with(lower(http.request.uri.path), "/api/admin/"))',
    );
  });

  it("name extensions, the empty one too, methods and addresses", () => {
    assert.equal(withExtension(["html", ""]), 'http.request.uri.path.extension in {"" "html"}');
    assert.equal(READS, 'http.request.method in {"GET" "HEAD"}');
    assert.equal(notFrom(["2001:db8::/32", "203.0.113.0/24"]), "not ip.src in {2001:db8::/32 203.0.113.0/24}");
    assert.equal(not("a or b"), "not (a or b)");
  });

  it("take a request for anonymous without Authorization and without a session's cookie", () => {
    assert.equal(
      anonymous(["session", "auth"]),
      'not len(http.request.headers["authorization"]) > 0 and not http.cookie contains "auth" and not http.cookie contains "session"',
    );
    assert.equal(anonymous([]), 'not len(http.request.headers["authorization"]) > 0 and http.cookie eq ""');
  });

  it("are the same text for the same values in any order, each once or twice", () => {
    const hosts = fc.uniqueArray(fc.constantFrom("a.example.org", "b.example.org", "*.example.org", "*.b.example.org"), { minLength: 1 });
    fc.assert(
      fc.property(hosts, (listed) => {
        assert.equal(onHosts([...listed, ...listed].toReversed()), onHosts(listed));
      }),
    );
    assert.equal(onPaths(["/b", "/a", "/b"]), onPaths(["/a", "/b"]));
  });

  it("refuse nothing to name, quotes, and more than Cloudflare reads", () => {
    assert.throws(() => onHosts([]), { message: "an expression needs at least one alternative" });
    assert.throws(() => onPaths(['/"']), { message: 'no quotes and backslashes in an expression: /"' });
    const longest = "x".repeat(EXPRESSION_LENGTH_MAX);
    assert.equal(all([longest]), longest);
    assert.throws(() => all([`${longest}y`]), {
      message: "an expression of 4097 characters, Cloudflare takes 4096: name fewer hosts and paths",
    });
  });
});
