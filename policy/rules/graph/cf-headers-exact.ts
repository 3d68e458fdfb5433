import { headerOutcome } from "../../edge";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

/** What a browser must be told, with whatever value, where the floors name none. */
const ALWAYS = ["X-Content-Type-Options", "X-Frame-Options"];

export const cfHeadersExact: GraphRule = {
  id: "cf-headers-exact",
  reason: "A security header that is missing on one host, or says something else than was reviewed, protects nobody there.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set the header in groundwork:edge.headers as requiredHeaders of policy-floors.<stack>.json has it.",
  checklist: ["S-05"],
  equivalents: [],
  evaluate: (stack, { requiredHeaders = {} }) => {
    const named = new Set(Object.keys(requiredHeaders).map((header) => header.toLowerCase()));
    const others = ALWAYS.filter((header) => !named.has(header.toLowerCase())).map((header) => [header, undefined] as const);
    return headerOutcome(stack, { ...requiredHeaders, ...Object.fromEntries(others) });
  },
};
