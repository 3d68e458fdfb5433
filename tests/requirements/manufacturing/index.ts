import type { SystemTable } from "../proof";
import { DATA } from "./data";
import { DEPLOY } from "./deploy";
import { DOC } from "./doc";
import { OBSERVE } from "./observe";
import { OUT } from "./out";
import { SECURITY } from "./security";
import { TOPOLOGY } from "./topology";

/** How each row of the manufacturing system's document is met. */
export const MANUFACTURING: SystemTable = {
  tables: { TOPOLOGY, SECURITY, DATA, OBSERVE, DEPLOY, COST: [], DOC, OUT },
};
