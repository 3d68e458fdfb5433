import type { Proof } from "../proof";

/** Rows that are the application's own. */
export const OUT: readonly Proof[] = [
  {
    id: "WEB-018",
    what: "The site is built by npm.",
    reason: "The application's own pipeline builds its image; groundwork starts where the image is in the registry.",
  },
  {
    id: "WEB-033",
    what: "There are analytics of users.",
    reason: "The application records what its users do, in its own Supabase project; page loads and errors are measured without them.",
  },
  {
    id: "WEB-055",
    what: "The bundle is small.",
    reason: "The build of the frontend decides what its files hold; an image is only a reference here.",
  },
  {
    id: "WEB-056",
    what: "Images are WebP.",
    reason: "The frontend's build makes them. Conversion at the edge (Polish) is a paid option of the zone that no row asks for by itself.",
  },
  {
    id: "WEB-062",
    what: "Sessions are recorded with respect for privacy.",
    reason: "A recorder is a script of the frontend, and what it leaves out is decided there.",
  },
  {
    id: "WEB-063",
    what: "There is a dashboard of analytics.",
    reason: "It is a page of the application over its own data, not one of operations.",
  },
];
