import type { Proof } from "../proof";

/** Rows that are the application's own. */
export const OUT: readonly Proof[] = [
  {
    id: "OPS-075",
    what: "Bundle and pages are audited.",
    reason: "Bundle analysis and Lighthouse run in the application's own pipeline, on files that groundwork never sees.",
  },
  {
    id: "OPS-077",
    what: "A query is analysed.",
    reason: "It is an example for developers; it asks for no state that could hold or fail.",
  },
  {
    id: "OPS-099",
    what: "The role super_admin has its permissions.",
    reason: "Roles of users are rows in the application's database and checks in its code; they are neither IAM's nor PostgreSQL's.",
  },
  {
    id: "OPS-100",
    what: "The role admin has its permissions.",
    reason: "Roles of users are rows in the application's database and checks in its code; they are neither IAM's nor PostgreSQL's.",
  },
  {
    id: "OPS-101",
    what: "The role manager has its permissions.",
    reason: "Roles of users are rows in the application's database and checks in its code; they are neither IAM's nor PostgreSQL's.",
  },
  {
    id: "OPS-102",
    what: "The role operator has its permissions.",
    reason: "Roles of users are rows in the application's database and checks in its code; they are neither IAM's nor PostgreSQL's.",
  },
  {
    id: "OPS-103",
    what: "The role viewer has its permissions.",
    reason: "Roles of users are rows in the application's database and checks in its code; they are neither IAM's nor PostgreSQL's.",
  },
  {
    id: "OPS-163",
    what: "Images and assets are small.",
    reason: "The build of the frontend decides what its files hold; the edge only caches and compresses them.",
  },
  {
    id: "OPS-171",
    what: "Analytics are anonymous.",
    reason: "The application decides what it records of a person before it is stored; here it is only kept for its time.",
  },
  {
    id: "OPS-178",
    what: "A person gets an export.",
    reason: "The application knows what belongs to a person and in which form to hand it over.",
  },
  {
    id: "OPS-179",
    what: "A person is deleted.",
    reason: "The application deletes; groundwork stands not in the way: no bucket of user data is locked, and backups expire.",
  },
  {
    id: "OPS-180",
    what: "A person sees what was consented to.",
    reason: "Consent is asked and recorded by the application, at the moment when it collects.",
  },
  {
    id: "OPS-189",
    what: "Input is validated.",
    reason: "The application knows what its input may be. The web firewall's managed rules stand before it, and are no substitute.",
  },
  {
    id: "OPS-190",
    what: "Errors are handled.",
    reason: "It is how the application's own code is written; errors that reach users are counted and raise alarms.",
  },
  {
    id: "OPS-192",
    what: "The quality of data is checked.",
    reason: "Only the application knows which data is right.",
  },
  {
    id: "OPS-196",
    what: "Card data is tokens.",
    reason: "The payment provider and the application exchange them; no card number may reach this infrastructure.",
  },
  {
    id: "OPS-201",
    what: "Revenue is recognised accurately.",
    reason: "It is accounting, in the application and in the ledger outside.",
  },
  {
    id: "OPS-210",
    what: "Dependencies of the application are mended every week.",
    reason: "They are in the application's own repository; this repository's own are audited by the security workflow.",
  },
];
