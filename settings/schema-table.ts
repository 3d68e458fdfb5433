import { z } from "zod";

/** The part of a JSON Schema that the reference shows. */
const nodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  pattern: z.string().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), nodeSchema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), nodeSchema]).optional();
  },
  get items() {
    return z.union([z.boolean(), nodeSchema]).optional();
  },
  get anyOf() {
    return z.array(nodeSchema).optional();
  },
  get oneOf() {
    return z.array(nodeSchema).optional();
  },
});
type Node = z.infer<typeof nodeSchema>;

interface Row {
  readonly key: string;
  readonly node: Node;
  readonly required: boolean;
}

/** A table of all keys of a schema, each with its values, default and meaning, and what the schema says of itself. */
export function schemaTable(schema: z.ZodType): { readonly description: string | undefined; readonly lines: readonly string[] } {
  const node = nodeSchema.parse(z.toJSONSchema(schema, { io: "input" }));
  return {
    description: node.description,
    lines: [
      "| key | value | default | what it is |",
      "|---|---|---|---|",
      ...rowsOf("", node).map(({ key, node: row, required }) =>
        `| \`${key}\` | ${cell(valuesOf(row))} | ${required ? "required" : cell(defaultOf(row))} | ${cell(row.description ?? "")} |`,
      ),
    ],
  };
}

function rowsOf(prefix: string, node: Node): Row[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]): Row[] => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return [{ key: path, node: child, required: (node.required ?? []).includes(key) }, ...rowsOf(path, child)];
  });
  const variants = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((variant) => rowsOf(prefix, variant));
  const entries = typeof node.additionalProperties === "object" ? rowsOf(`${prefix}.<name>`.replace(/^\./, ""), node.additionalProperties) : [];
  const items = typeof node.items === "object" ? rowsOf(`${prefix}[]`, node.items) : [];
  return merged([...own, ...variants, ...entries, ...items]);
}

/** A key that several variants have, such as their kind, is one row that tells of all of them. */
function merged(rows: readonly Row[]): Row[] {
  return [...new Set(rows.map(({ key }) => key))].flatMap((key) => {
    const same = rows.filter((row) => row.key === key);
    const [first] = same;
    if (first === undefined) return [];
    const nodes = distinct(same.map(({ node }) => node));
    if (nodes.length === 1) return [first];
    const description = nodes.map((node) => node.description ?? "").join(" ");
    return [{ key, node: { description, anyOf: nodes }, required: same.every(({ required }) => required) }];
  });
}

function distinct(nodes: readonly Node[]): Node[] {
  return [...new Map(nodes.map((node) => [JSON.stringify(node), node])).values()];
}

function valuesOf(node: Node): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  const variants = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (variants.length > 0) return [...new Set(variants.map(valuesOf))].join(" or ");
  if (node.type === "array" && typeof node.items === "object") return `list of ${valuesOf(node.items)}`;
  if (node.type === "object" && typeof node.additionalProperties === "object") {
    return `map of name to ${valuesOf(node.additionalProperties)}`;
  }
  // JSON Schema states the bounds of a safe integer where nobody set any.
  const bounds = [node.minimum, node.maximum].map((bound) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : String(bound),
  );
  const [low, high] = bounds;
  const range = low === undefined && high === undefined ? "" : `, ${low ?? ""}..${high ?? ""}`;
  const types = typeof node.type === "object" ? node.type.join(" or ") : (node.type ?? "any");
  return `${types}${range}`;
}

function defaultOf(node: Node): string {
  return node.default === undefined ? "none" : `\`${JSON.stringify(node.default)}\``;
}

/** A table cell must hold neither a bar nor a line break. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
