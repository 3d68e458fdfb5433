import type { RealUserMonitoring } from "../components/real-user-monitoring";
import type { Settings } from "../settings/schema";
import type { Application } from "./application";
import type { Data } from "./data";
import type { Edge } from "./edge";
import type { Foundation } from "./foundation";
import type { Protection } from "./protection";
import type { Providers } from "./providers";
import type { Secrets } from "./secrets";

/** All that index.ts hands on, in its order. A tier takes the part that it stands on, and says which. */
export interface AllTiers {
  readonly settings: Settings;
  readonly providers: Providers;
  readonly foundation: Foundation;
  readonly data: Data;
  readonly secrets: Secrets;
  readonly edge: Edge;
  /** What browsers report to; undefined where they don't. */
  readonly browsers: RealUserMonitoring | undefined;
  readonly application: Application;
  readonly protection: Protection;
}
