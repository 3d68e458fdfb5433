import { strict as assert } from "node:assert";
import { partitionRoutes } from "../../../components/internal/routes";
import type { Route } from "../../../components/internal/routes";

const healthCheck = { path: "/health", intervalSeconds: 30, timeoutSeconds: 10, unhealthyThreshold: 3 };
const frontend: Route = { service: "frontend", port: 3000, healthCheck, match: "default" };
const backend: Route = { service: "backend", port: 8000, healthCheck, match: { priority: 10, paths: ["/api/*"] } };

describe("partitionRoutes", () => {
  it("tells the default route from the others", () => {
    assert.deepEqual(partitionRoutes([backend, frontend]), { fallback: frontend, matched: [backend] });
  });

  for (const [what, routes, expected] of [
    ["no default route", [backend], "one default route, not 0"],
    ["two default routes", [frontend, { ...frontend, service: "docs" }], "one default route, not 2"],
    ["two routes for one service", [frontend, backend, { ...backend, match: { priority: 20, paths: ["/v2/*"] } }], "one route for backend"],
    ["two routes of one priority", [frontend, backend, { ...backend, service: "docs" }], "one route with priority 10"],
    ["a route without path and host", [frontend, { ...backend, match: { priority: 10 } }], "1 to 5 paths and hosts for backend, not 0"],
    [
      "more values than AWS evaluates",
      [frontend, { ...backend, match: { priority: 10, paths: ["/a", "/b", "/c"], hosts: ["a.example.org", "b.example.org", "c.example.org"] } }],
      "1 to 5 paths and hosts for backend, not 6",
    ],
    [
      "a timeout as long as the interval",
      [frontend, { ...backend, healthCheck: { ...healthCheck, timeoutSeconds: 30 } }],
      "a health check of backend whose timeout is shorter than its interval of 30 s",
    ],
  ] satisfies [string, Route[], string][]) {
    it(`refuses ${what}`, () => {
      assert.throws(() => partitionRoutes(routes), { message: `the routes are refused: expected ${expected}` });
    });
  }
});
