import { z } from "zod";
import { imageProblem } from "../components/internal/image-reference";

/** The reference of an image that can't move: `registry/repository:tag` or `…@sha256:digest`. */
export const imageReference = z.string().superRefine((text, context) => {
  const problem = imageProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});
