import { headerOutcome } from "../../edge";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const HEADER = "Content-Security-Policy";

export const cfCsp: GraphRule = {
  id: "cf-csp",
  reason: "A page that does not say where its scripts come from runs those of whoever slips one in.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set Content-Security-Policy in groundwork:edge.headers.",
  checklist: ["S-04"],
  equivalents: [],
  evaluate: (stack, { requiredHeaders = {} }) => {
    const asked = Object.entries(requiredHeaders).find(([header]) => header.toLowerCase() === HEADER.toLowerCase());
    return headerOutcome(stack, { [HEADER]: asked?.[1] });
  },
};
