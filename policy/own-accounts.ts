import { ofType, texts } from "./join";
import type { Stack } from "./model";
import { readThrough } from "./path";

/** The accounts that the stack's providers may act in; a provider takes the list as JSON. */
export function ownAccounts(stack: Stack): readonly string[] {
  return ofType(stack, "pulumi:providers:aws").flatMap(({ properties }) => texts(readThrough(properties.allowedAccountIds)));
}
