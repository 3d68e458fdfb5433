import type * as pulumi from "@pulumi/pulumi";
import { Autoscaling } from "../components/autoscaling";
import type { ServedTargetGroup } from "../components/load-balancer";
import { offHoursTimes } from "../components/internal/off-hours";
import { queueMetric } from "../components/internal/queue-metric";
import type { Service } from "../components/service";
import type { OffHoursSettings } from "../settings/off-hours";
import type { ServiceSettings } from "../settings/services";
import { namePrefix } from "./names";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";

type Tiers = Pick<AllTiers, "settings" | "foundation" | "edge">;

/** What a service has that nothing scales: copies come and go by the clock only. */
const UNSCALED: NonNullable<ServiceSettings["autoscaling"]> = { targetTracking: [], steps: [], schedules: [] };

/** Lets the number of copies follow the load, where the settings say how, and be none in off-hours. */
export function createScaling(
  { settings, foundation, edge }: Tiers,
  name: string,
  { autoscaling, replicas }: ServiceSettings,
  service: Service,
  target: ServedTargetGroup | undefined,
  opts: pulumi.ComponentResourceOptions,
): void {
  const { offHours } = settings;
  if (autoscaling === undefined && offHours === undefined) return;
  const { queueDepth, steps, ...policies } = autoscaling ?? UNSCALED;
  const { minimum, maximum } = autoscaling === undefined ? { minimum: replicas.desired, maximum: replicas.desired } : replicas;
  new Autoscaling(
    `scaling-${name}`,
    {
      ...policies,
      schedules: [...policies.schedules, ...(offHours === undefined ? [] : offHoursSchedules(offHours, minimum, maximum))],
      steps: steps.map(({ notifyChannels, ...step }) => ({
        ...step,
        notifyTopicArns: notifyChannels.map((channel) => topic(foundation.topicArns, channel)),
      })),
      ...(queueDepth === undefined
        ? {}
        : {
            queueDepth: {
              jobsPerTask: queueDepth.jobsPerTask,
              metric:
                queueDepth.source.kind === "queue"
                  ? queueMetric(namePrefix(settings), queueDepth.source.queue)
                  : queueDepth.source.metric,
            },
          }),
      clusterName: foundation.cluster.clusterName,
      serviceName: service.serviceName,
      resourceId: service.resourceId,
      minimum,
      maximum,
      runbookBaseUrl: settings.alarms.runbookBaseUrl,
      ...(target === undefined
        ? {}
        : { loadBalancer: { arnSuffix: edge.loadBalancer.arnSuffix, targetGroupArnSuffix: target.arnSuffix } }),
    },
    opts,
  );
}

/** The limits themselves go to 0 and back: with a minimum above 0 the scaler would start copies again at once. */
function offHoursSchedules(offHours: OffHoursSettings, minimum: number, maximum: number) {
  const { startServices, stopServices } = offHoursTimes(offHours);
  const { timezone } = offHours;
  return [
    { name: "off-hours-stop", schedule: stopServices, timezone, minimum: 0, maximum: 0 },
    { name: "off-hours-start", schedule: startServices, timezone, minimum, maximum },
  ];
}
