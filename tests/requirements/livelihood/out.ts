import type { Proof } from "../proof";

/** Rows that are the application's own. */
export const OUT: readonly Proof[] = [
  {
    id: "LIV-087",
    what: "Queries are made for the indexes.",
    reason: "The application writes its queries; what groundwork adds are the indexes themselves, rows LIV-096 to LIV-099.",
  },
  {
    id: "LIV-089",
    what: "Requests are handled asynchronously.",
    reason: "It is how the API's own code is written; no infrastructure makes it so.",
  },
  {
    id: "LIV-092",
    what: "The frontend is built in small parts.",
    reason: "The build of the frontend decides what its files hold; an image is only a reference here.",
  },
  {
    id: "LIV-093",
    what: "Images are WebP.",
    reason: "The frontend's build makes them. Conversion at the edge (Polish) is a paid option of the zone that no row asks for by itself.",
  },
  {
    id: "LIV-095",
    what: "A service worker caches.",
    reason: "It is a script of the frontend that runs in the browser.",
  },
  {
    id: "LIV-100",
    what: "A query is analysed.",
    reason: "It is an example for developers; it asks for no state that could hold or fail.",
  },
  {
    id: "LIV-177",
    what: "Queries are optimised.",
    reason: "The application writes its queries; slow ones are logged, counted and shown, so that somebody knows which.",
  },
  {
    id: "LIV-191",
    what: "Users consent to the collection of data.",
    reason: "Consent is asked and recorded by the application, at the moment when it collects.",
  },
  {
    id: "LIV-192",
    what: "Users take their data with them.",
    reason: "The application knows what belongs to a person and in which form to hand it over.",
  },
  {
    id: "LIV-198",
    what: "The site is accessible by WCAG 2.1.",
    reason: "It is the frontend's markup and design; no infrastructure can make it so.",
  },
];
