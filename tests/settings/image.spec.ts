import { strict as assert } from "node:assert";
import { imageProblem } from "../../components/internal/image-reference";
import { imageReference } from "../../settings/image";

describe("an image's reference", () => {
  it("may be a tag that says which, or a digest", () => {
    for (const image of ["registry.example.org/app:1.0.0", `registry.example.org/app@sha256:${"a".repeat(64)}`]) {
      assert.equal(imageReference.safeParse(image).success, true, image);
    }
  });

  it("is refused in the words of the component that would refuse it, where it moves or can't be read", () => {
    for (const image of ["registry.example.org/app:latest", "registry.example.org/app", "not an image"]) {
      const [issue] = imageReference.safeParse(image).error?.issues ?? [];
      assert.ok(issue !== undefined, image);
      assert.equal(issue.message, imageProblem(image));
    }
  });
});
