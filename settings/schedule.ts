import { z } from "zod";
import { scheduleProblem } from "../components/internal/schedule-expression";

/** A schedule of EventBridge Scheduler. The time zone stands beside it. */
export const schedule = z.string().superRefine((text, context) => {
  const problem = scheduleProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});
