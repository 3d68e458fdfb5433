import type { Fact } from "../proof";
import { TYPE } from "../resources";

export const BACKEND = "service-backend-task-definition";
export const FRONTEND = "service-frontend-task-definition";
export const MONITORING = "service-monitoring-task-definition";
export const MIGRATE = "task-migrate-task-definition";
export const CREATE_ADMIN = "task-create-admin-task-definition";

/** One subnet of a tier in each of the three zones, and the resource in exactly these. */
export function inThreeZones(type: string, name: string, property: string, tier: string): readonly Fact[] {
  return [
    { type, name, property: `${property}.length`, equals: 3 },
    ...["a", "b", "c"].flatMap((zone, index): Fact[] => [
      { type, name, property: `${property}[${index}]`, linksTo: { type: TYPE.subnet, name: `network-${zone}-${tier}`, output: "id" } },
      { type: TYPE.subnet, name: `network-${zone}-${tier}`, property: "availabilityZone", equals: `eu-central-1${zone}` },
    ]),
  ];
}
