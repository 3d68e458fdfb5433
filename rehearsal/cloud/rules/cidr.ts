export interface Block {
  readonly first: number;
  readonly bits: number;
}

/** `10.0.0.0/16`; `undefined` for anything that is no IPv4 network, one with host bits among them. */
export function parseBlock(written: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(written);
  if (match === null) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const bits = Number(match[5]);
  if (octets.some((octet) => octet > 255) || bits > 32) return undefined;
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return first % 2 ** (32 - bits) === 0 ? { first, bits } : undefined;
}

const size = ({ bits }: Block) => 2 ** (32 - bits);

export function isInside(inner: Block, outer: Block): boolean {
  return inner.first >= outer.first && inner.first + size(inner) <= outer.first + size(outer);
}

export function overlap(a: Block, b: Block): boolean {
  return a.first < b.first + size(b) && b.first < a.first + size(a);
}
