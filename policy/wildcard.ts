/** Whether a text is like a pattern in which `*` stands for any characters, and everything else for itself. */
export function isLike(pattern: string, text: string): boolean {
  const literal = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join(".*")}$`, "s").test(text);
}
