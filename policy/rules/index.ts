import { GRAPH_RULES } from "./graph/index";
import { KMS_RULES } from "./properties/kms";
import type { Rule } from "../evaluate";

/** Every rule of the pack, in the order of the checklist's output: the properties by service, then the graph. */
export const RULES: readonly Rule[] = [...KMS_RULES, ...GRAPH_RULES];
