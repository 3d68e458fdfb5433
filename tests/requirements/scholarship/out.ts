import type { Proof } from "../proof";

/** Rows that are the application's own. */
export const OUT: readonly Proof[] = [
  {
    id: "SCH-066",
    what: "A host has folders, a clone and a file of variables.",
    reason: "There is no host: the image holds the code, the task definition the variables, Secrets Manager the secrets.",
  },
  {
    id: "SCH-074",
    what: "NGINX tests its configuration and reloads.",
    reason: "There is no NGINX: a preview and the policy pack test the load balancer's configuration before it changes.",
  },
];
