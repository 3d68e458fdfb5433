import type { SoundTopics } from "../cross-checks";
import { keyOf } from "../problems";
import type { Problem } from "../problems";

/** A proxy stands before a database of this stack. */
export function proxyHasItsDatabase({ connectionProxy }: SoundTopics, given: readonly string[]): Problem[] {
  if (connectionProxy === undefined || given.includes("database")) return [];
  return [{ key: "groundwork:connectionProxy", got: "a proxy", expected: "nothing: the stack has no groundwork:database" }];
}

/** What tasks need beyond the proxy's share waits there; what goes around the proxy must still find room. */
export function proxyLeavesRoom(
  { connectionProxy, database }: SoundTopics,
  held: number,
  direct: readonly { readonly text: string; readonly connections: number }[],
): Problem[] {
  if (connectionProxy === undefined || database === undefined) return [];
  const around = direct.reduce((sum, { connections }) => sum + connections, held);
  const most = Math.floor(((database.maxConnections - around) / database.maxConnections) * 100);
  const who = ["superusers and monitoring", ...direct.map(({ text }) => text)].join(", ");
  if (connectionProxy.maxConnectionsPercent <= most) return [];
  return [
    {
      key: keyOf("connectionProxy", ["maxConnectionsPercent"]),
      got: String(connectionProxy.maxConnectionsPercent),
      expected: `at most ${most}: ${around} of ${database.maxConnections} connections are for ${who}, which go around the proxy`,
    },
  ];
}
