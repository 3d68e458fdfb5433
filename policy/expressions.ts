/**
 * The conditions that all hold where an expression of Cloudflare does: the parts of its outermost `and`. Undefined where the
 * outermost operator is another one, so that no single part has to hold.
 * https://developers.cloudflare.com/ruleset-engine/rules-language/operators/#logical-operators
 */
export function conjuncts(expression: string): readonly string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  // Quoted texts first, so that what stands in them is none of the others.
  for (const { 0: token, index } of expression.matchAll(/"(?:\\.|[^"\\])*"|[({[]|[)}\]]|\b(?:and|or|xor)\b|&&|\|\||\^\^/g)) {
    if (/^[({[]$/.test(token)) depth += 1;
    else if (/^[)}\]]$/.test(token)) depth -= 1;
    else if (depth > 0 || token.startsWith('"')) continue;
    else if (token !== "and" && token !== "&&") return undefined;
    else {
      parts.push(expression.slice(begin, index).trim());
      begin = index + token.length;
    }
  }
  return [...parts, expression.slice(begin).trim()];
}
