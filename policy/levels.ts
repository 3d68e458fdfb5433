import type { Profile, Level } from "./rule";

type Levels = Readonly<Record<Profile, Level>>;

/** What must hold wherever the program runs. */
export const EVERYWHERE: Levels = { production: "mandatory", "non-production": "mandatory" };
/** What costs money that a trial system does not have to spend. */
export const IN_PRODUCTION: Levels = { production: "mandatory", "non-production": "off" };
/** What is better so, and no danger otherwise. */
export const ADVISED: Levels = { production: "advisory", "non-production": "advisory" };
