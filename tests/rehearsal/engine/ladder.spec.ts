import { strict as assert } from "node:assert";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findEngine, provideEngine } from "../../../rehearsal/engine/ladder";
import type { Installation } from "../../../rehearsal/engine/ladder";

/** Puts a pulumi of a version, and a language host that starts or does not, into a folder. */
function fakeEngine(folder: string, version: string, host: "works" | "broken" | "missing" = "works"): void {
  mkdirSync(folder, { recursive: true });
  const script = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  script("pulumi", `echo v${version}`);
  if (host !== "missing") script("pulumi-language-nodejs", host === "works" ? "echo '  -tracing string' >&2; exit 2" : "exit 127");
}

describe("the engine ladder", () => {
  let folder: string;
  let said: string[];
  const home = () => join(folder, "home");
  const cache = () => join(home(), "versions", "3.259.0");
  const progress = {
    say: (sentence: string) => void said.push(sentence),
    during: <Result>(_label: string, step: () => Promise<Result>) => step(),
  };
  const provide = (installations: readonly Installation[], searchPath = "") =>
    provideEngine({ searchPath, pulumiHome: home(), installations, progress });
  const installing = (install: Installation["install"]): Installation => ({
    name: "build",
    announcement: "Building takes minutes.",
    refused: async () => undefined,
    install,
  });
  const never = installing(async () => assert.fail("it must not be installed"));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundwork-ladder-"));
    said = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("takes the engine on the search path before the one in the cache", async () => {
    fakeEngine(join(folder, "bin"), "3.300.0");
    fakeEngine(join(cache(), "bin"), "3.259.0");
    assert.deepEqual(await provide([never], join(folder, "bin")), { engine: { folder: join(folder, "bin"), version: "3.300.0" } });
  });

  for (const [why, version, host] of [
    ["is too old", "3.100.0", "works"],
    ["has no language host", "3.259.0", "missing"],
    ["has a language host that does not start", "3.259.0", "broken"],
  ] as const) {
    it(`passes over an engine on the search path that ${why}`, async () => {
      fakeEngine(join(folder, "bin"), version, host);
      fakeEngine(join(cache(), "bin"), "3.259.0");
      assert.deepEqual(await provide([never], join(folder, "bin")), { engine: { folder: join(cache(), "bin"), version: "3.259.0" } });
    });
  }

  it("installs into the cache once, says so beforehand, and uses that from then on", async () => {
    const install = installing(async (root) => fakeEngine(join(root, "bin"), "3.259.0"));
    const expected = { engine: { folder: join(cache(), "bin"), version: "3.259.0" } };
    assert.deepEqual(await provide([install]), expected);
    assert.deepEqual(said, ["Building takes minutes."]);
    assert.deepEqual(await provide([never]), expected);
    assert.deepEqual(readdirSync(join(home(), "versions")), ["3.259.0"]);
  });

  it("installs once when two start at the same moment", async () => {
    let installations = 0;
    const install = installing(async (root) => {
      installations += 1;
      fakeEngine(join(root, "bin"), "3.259.0");
    });
    const both = await Promise.all([provide([install]), provide([install])]);
    assert.equal(installations, 1);
    assert.deepEqual(both[0], both[1]);
  });

  it("takes over the lock of an installation that was killed", async () => {
    mkdirSync(`${cache()}.lock`, { recursive: true });
    // No process has this id: it is above the kernel's greatest.
    writeFileSync(join(`${cache()}.lock`, "pid"), "99999999");
    const found = await provide([installing(async (root) => fakeEngine(join(root, "bin"), "3.259.0"))]);
    assert.ok("engine" in found);
  });

  it("goes on to the next rung where one is refused or fails, and leaves nothing half done", async () => {
    const refused: Installation = { ...never, name: "download", refused: async () => "get.pulumi.com can't be reached" };
    const failing = installing(async (root) => {
      mkdirSync(join(root, "bin"));
      throw new Error("no space left");
    });
    assert.deepEqual(await provide([refused, failing]), {
      reasons: [
        "there is no pulumi on the search path",
        `there is no pulumi in ${join(cache(), "bin")}`,
        "download: get.pulumi.com can't be reached",
        "build: no space left",
      ],
    });
    assert.deepEqual(readdirSync(join(home(), "versions")), []);
  });

  it("finds without installing", async () => {
    const found = await findEngine({ searchPath: "", pulumiHome: home() });
    assert.ok("reasons" in found);
    assert.equal(existsSync(home()), false);
  });
});
