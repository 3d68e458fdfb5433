import { z } from "zod";

/** WAF has ranges of /1 to /32 and /1 to /128: everybody is no exception. */
const passes = z.union([z.ipv4(), z.cidrv4(), z.ipv6(), z.cidrv6()], {
  error: "an address or a range, such as 198.51.100.7 or 2001:db8::/48",
});

/** A pause for everybody but those who work on the system. Without the topic there is none. */
export const maintenanceModeSchema = z.strictObject({
  message: z
    .string()
    .min(1)
    .max(1000)
    .meta({ description: "What everybody else reads, with status 503; 1 to 1000 characters of plain text." }),
  allowedCidrs: z
    .array(passes.refine((range) => !range.endsWith("/0"), "a range that isn't everybody"))
    .min(1)
    .max(100)
    .meta({ description: "Addresses and ranges that pass, as the public sees them, 1 to 100. Behind a CDN the client's, not the CDN's." }),
});

export type MaintenanceModeSettings = z.infer<typeof maintenanceModeSchema>;
