/** The engine that the rehearsal is made for, and that it downloads or builds. The SDK in package.json has the same number. */
export const ENGINE_VERSION = "3.259.0";

/** `v3.259.0`, `3.260.1-alpha.2` -> [3, 259, 0]; `undefined` for anything else. */
export function parseVersion(text: string): readonly [number, number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** True if an engine of this version can run the rehearsal: the same major version, and no older than ENGINE_VERSION. */
export function isNewEnough(text: string): boolean {
  const found = parseVersion(text);
  const wanted = parseVersion(ENGINE_VERSION);
  if (found === undefined || wanted === undefined) return false;
  if (found[0] !== wanted[0]) return false;
  return found[1] > wanted[1] || (found[1] === wanted[1] && found[2] >= wanted[2]);
}
