import { strict as assert } from "node:assert";
import { repositoryOf } from "../../../components/internal/repository";
import { ROOT } from "../../helpers/source";

describe("repositoryOf", () => {
  it("finds the folder in which the landmark stands", () => {
    assert.equal(repositoryOf("functions"), ROOT);
  });

  it("names what it looked for where no folder above has it", () => {
    assert.throws(() => repositoryOf("no-such-folder"), /^Error: no no-such-folder above .*components.internal$/);
  });
});
