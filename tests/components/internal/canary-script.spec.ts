import { strict as assert } from "node:assert";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const script = z
  .object({ run: z.custom<(steps: readonly object[], outside: object) => Promise<string>>((value) => typeof value === "function") })
  .parse(createRequire(__filename)("../../../components/internal/canary-script/probe.js"));

const HEALTHY = JSON.stringify({ status: "healthy", version: "1.0.0", memory: { used: 512 }, ready: true });

describe("the script of the canaries", () => {
  let server: Server;
  let origin: string;
  before(async () => {
    server = createServer((request, response) => {
      const url = request.url ?? "";
      if (url === "/health") response.end(HEALTHY);
      else if (url === "/text") response.end("<html>all is well</html>");
      else if (url === "/moved") response.writeHead(301, { location: "/health" }).end();
      else if (url === "/ill") response.writeHead(503).end(JSON.stringify({ status: "ill", person: { name: "Ada" } }));
      else if (url === "/admin") response.writeHead(request.headers.authorization === "Bearer s3cret" ? 200 : 401).end();
      else if (url === "/method") response.end(request.method);
      else if (url === "/agent") response.end(request.headers["user-agent"]);
      else if (url === "/slow") setTimeout(() => response.end("late"), 150);
      else if (url === "/slow-body") {
        response.write("first");
        setTimeout(() => response.end("last"), 150);
      } else if (url === "/large") response.end("x".repeat(3_000_000));
      // /hangs gets no answer.
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    origin = originOf(server);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const lines: string[] = [];
  const step = (path: string, expectations: object = {}) => ({
    name: path.slice(1), url: `${origin}${path}`, method: "GET", expectedStatus: 200, timeoutMilliseconds: 2000, ...expectations,
  });
  const run = (steps: readonly object[], outside: object = {}) => {
    lines.length = 0;
    const readSecret = async (arn: string) => (arn === "arn:json" ? '{"token":"s3cret"}' : "s3cret");
    return script.run(steps, { readSecret, environment: {}, log: (line: string) => lines.push(line), ...outside });
  };
  const failure = (steps: readonly object[], outside?: object) => run(steps, outside).then(() => "no failure", (error: Error) => error.message);

  it("succeeds where every answer is as expected", async () => {
    const fields = { status: "healthy", "memory.used": 512, ready: true };
    const all = [step("/health", { expectedFields: fields }), step("/text", { expectedText: "all is well" }), step("/moved", { expectedStatus: 301 })];
    assert.equal(await run(all), "3 steps as expected");
  });

  it("runs every step, also after one has failed, and names all that is broken", async () => {
    assert.equal(
      await failure([step("/ill"), step("/health", { expectedFields: { version: "1.0.1" } }), step("/text")]),
      'ill: status 503, not 200; health: version is "1.0.0", not "1.0.1"',
    );
    assert.deepEqual(lines.map((line) => JSON.parse(line).step), ["ill", "health", "text"]);
  });

  it("tells a missing field, an object and another type from the value", async () => {
    const fields = { absent: 1, memory: "512", "memory.used": "512", "status.deeper": true };
    assert.equal(
      await failure([step("/health", { expectedFields: fields })]),
      'health: absent is missing, not 1; health: memory is an object, not "512"; health: memory.used is 512, not "512"; health: status.deeper is missing, not true',
    );
    assert.equal(await failure([step("/text", { expectedFields: { status: "healthy" } })]), "text: the body is no JSON");
  });

  it("misses a text, and never shows the rest of an answer", async () => {
    assert.equal(await failure([step("/ill", { expectedText: "healthy" })]), 'ill: status 503, not 200; ill: no "healthy" in the body');
    assert.doesNotMatch(lines.join(), /Ada/);
  });

  it("does not follow a redirect", async () => {
    assert.equal(await failure([step("/moved")]), "moved: status 301, not 200");
  });

  it("measures the first byte and the last one", async () => {
    assert.match(await failure([step("/slow", { maxFirstByteMilliseconds: 100 })]), /^slow: the first byte after \d+ ms, more than 100 ms$/);
    assert.match(
      await failure([step("/slow-body", { maxFirstByteMilliseconds: 100, maxMilliseconds: 100 })]),
      /^slow-body: the whole answer after \d+ ms, more than 100 ms$/,
    );
    assert.equal(await run([step("/slow", { maxMilliseconds: 1900 })]), "1 steps as expected");
  });

  it("gives up on what does not answer, and says what refused it", async () => {
    assert.equal(await failure([step("/hangs", { timeoutMilliseconds: 100 })]), "hangs: no answer in time");
    assert.equal(await failure([{ ...step("/health"), url: `${await closedOrigin()}/` }]), "health: ECONNREFUSED");
  });

  it("asks with the method of the step, and says who asks", async () => {
    assert.equal(await run([step("/method", { method: "POST", expectedText: "POST" })]), "1 steps as expected");
    assert.equal(await run([step("/agent", { expectedText: "groundwork-probe" })]), "1 steps as expected");
  });

  it("shows a secret in a header, whole or one key of it, and tells nobody", async () => {
    const header = { name: "authorization", prefix: "Bearer ", secretVariable: "PROBE_SECRET_1" };
    const environment = { PROBE_SECRET_1: "arn:text" };
    assert.equal(await run([step("/admin", { header })], { environment }), "1 steps as expected");
    assert.doesNotMatch(lines.join(), /s3cret/);
    const keyed = { header: { ...header, key: "token" } };
    assert.equal(await run([step("/admin", keyed)], { environment: { PROBE_SECRET_1: "arn:json" } }), "1 steps as expected");
    assert.equal(await failure([step("/admin")]), "admin: status 401, not 200");
    assert.equal(await failure([step("/admin", { header })]), "admin: no PROBE_SECRET_1 in the environment");
  });

  it("reads a large answer only so far", async () => {
    assert.equal(await run([step("/large", { expectedText: "xxx" })]), "1 steps as expected");
  });
});

function originOf(server: Server): string {
  const isAddress = (address: unknown): address is AddressInfo => address instanceof Object;
  const address = server.address();
  return `http://127.0.0.1:${isAddress(address) ? address.port : 0}`;
}

/** Where nobody listens any more. */
async function closedOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const origin = originOf(server);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return origin;
}
