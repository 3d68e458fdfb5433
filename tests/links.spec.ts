import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { filesBelow, ROOT } from "./helpers/source";
import { headings } from "./requirements/other-evidence";
import { anchor } from "./requirements/phrases";

const pages = ["README.md", "CONTRIBUTING.md", ...filesBelow("docs", ".md")];

/** Where a page's links within the repository lead, without what stands in an example. */
function linksOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), "utf8").replaceAll(/^```[^]*?^```/gm, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function isBroken(page: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(ROOT, target))) return true;
  if (heading === undefined || !target.endsWith(".md")) return false;
  return !headings(target).map(anchor).includes(heading) && !readFileSync(join(ROOT, target), "utf8").includes(`<a id="${heading}"></a>`);
}

describe("links between pages", () => {
  it("are found", () => assert.ok(pages.flatMap(linksOf).length > 300));

  for (const page of pages) {
    it(`lead somewhere (${page})`, () => assert.deepEqual(linksOf(page).filter((link) => isBroken(page, link)), []));
  }
});
