import { generatedText } from "./password";
import type { KeySecretPlan } from "./plan";
import { field, fieldsOf } from "./strategy";
import type { Strategy } from "./strategy";
import type { World } from "./world";

const DAY_MS = 86_400_000;

/**
 * A key of the application itself: `current` signs, `previous` still verifies. Where the secret has the key `next` too, it
 * verifies as well, and is the one that signs after the next rotation: while tasks are replaced, an old one already knows
 * what a new one signs with.
 */
export function keyStrategy({ now }: Pick<World, "now">, plan: KeySecretPlan): Strategy {
  return {
    create: async (current) => {
      const live = fieldsOf(current.value);
      const ageDays = (now().getTime() - current.createdAt.getTime()) / DAY_MS;
      if (ageDays < plan.overlapDays) {
        throw new Error(
          `the key is ${ageDays.toFixed(1)} days old: what its predecessor signed is valid for ${plan.overlapDays} days, and would be refused`,
        );
      }
      const fresh = () => generatedText(plan.length);
      const { next } = live;
      return JSON.stringify({
        current: next ?? fresh(),
        previous: field(live, "current"),
        ...(next === undefined ? {} : { next: fresh() }),
      });
    },
    set: async () => {
      // Whoever holds the secret holds the key: there is no other place to put it.
    },
    test: async (current, pending) => {
      const [before, after] = [fieldsOf(current.value), fieldsOf(pending.value)];
      // Secrets Manager tries a new rotation with a pending version that is the current one.
      if (current.value === pending.value) return;
      if (field(after, "previous") !== field(before, "current")) {
        throw new Error("the pending version doesn't keep the current key as its previous one");
      }
      if (field(after, "current").length !== plan.length) throw new Error(`the pending key has not ${plan.length} characters`);
    },
  };
}
