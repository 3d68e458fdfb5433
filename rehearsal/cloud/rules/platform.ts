import { text } from "./rule";
import type { Rule } from "./rule";

/** Names whose form is more than a length. */
const NAMES: readonly { types: readonly string[]; property: string; pattern: RegExp; code: string; allowed: string }[] = [
  {
    types: ["aws:s3/bucket:Bucket"],
    property: "bucket",
    pattern: /^(?!xn--|sthree-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    code: "InvalidBucketName",
    allowed: "3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit first and last",
  },
  {
    types: ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"],
    property: "name",
    pattern: /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
    code: "ValidationError",
    allowed: "up to 32 letters, digits and hyphens, no hyphen first or last, not starting with internal-",
  },
  {
    types: ["aws:iam/role:Role"],
    property: "name",
    pattern: /^[\w+=,.@-]{1,64}$/,
    code: "ValidationError",
    allowed: "up to 64 letters, digits and any of +=,.@_-",
  },
  {
    types: ["aws:kms/alias:Alias"],
    property: "name",
    pattern: /^alias\/(?!aws\/)[\w/-]{1,250}$/,
    code: "ValidationException",
    allowed: "alias/ and letters, digits, slashes, underscores and hyphens; alias/aws/ is Amazon's own",
  },
  {
    types: ["aws:ecs/cluster:Cluster", "aws:ecs/service:Service"],
    property: "name",
    pattern: /^[\w-]{1,255}$/,
    code: "InvalidParameterException",
    allowed: "up to 255 letters, digits, underscores and hyphens",
  },
  {
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "family",
    pattern: /^[\w-]{1,255}$/,
    code: "ClientException",
    allowed: "up to 255 letters, digits, underscores and hyphens",
  },
  {
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    property: "name",
    pattern: /^[\w./#-]{1,512}$/,
    code: "InvalidParameterException",
    allowed: "up to 512 letters, digits and any of _-/.#",
  },
  {
    types: ["aws:secretsmanager/secret:Secret"],
    property: "name",
    pattern: /^[\w/+=.@-]{1,512}$/,
    code: "InvalidParameterException",
    allowed: "up to 512 letters, digits and any of /_+=.@-",
  },
  {
    types: ["aws:sns/topic:Topic"],
    property: "name",
    pattern: /^[\w-]{1,256}(\.fifo)?$/,
    code: "InvalidParameter",
    allowed: "up to 256 letters, digits, underscores and hyphens",
  },
];

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html: six fields, one of the two days is `?`. */
function scheduleProblem(expression: string): string | undefined {
  const rate = /^rate\((\d+) (minute|minutes|hour|hours|day|days)\)$/.exec(expression);
  if (rate !== null) return Number(rate[1]) > 0 ? undefined : "a rate is above zero";
  if (/^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/.test(expression)) return undefined;
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields === undefined) return "it is none of cron(…), rate(…), at(…)";
  if (fields.length !== 6) return `cron has six fields (minute hour day month weekday year), got ${fields.length}`;
  const [minute = "", hour = "", day, , weekday] = fields;
  if ((day === "?") === (weekday === "?")) return "exactly one of day of month and day of week is ?";
  if (/^\d+$/.test(minute) && Number(minute) > 59) return `minute ${minute} is above 59`;
  return /^\d+$/.test(hour) && Number(hour) > 23 ? `hour ${hour} is above 23` : undefined;
}

const schedule = (types: readonly string[], property: string): Rule => ({
  types,
  code: "ValidationException",
  reads: [property],
  refuse: (inputs) => {
    const expression = text(inputs[property]);
    const problem = expression === undefined ? undefined : scheduleProblem(expression);
    return problem === undefined ? undefined : { property, reason: `"${expression}" is no schedule: ${problem}` };
  },
});

export const PLATFORM_RULES: readonly Rule[] = [
  ...NAMES.map(
    ({ types, property, pattern, code, allowed }): Rule => ({
      types,
      code,
      reads: [property],
      refuse: (inputs) => {
        const name = text(inputs[property]);
        return name === undefined || pattern.test(name) ? undefined : { property, reason: `"${name}" is no valid name: ${allowed}` };
      },
    }),
  ),
  schedule(["aws:scheduler/schedule:Schedule", "aws:cloudwatch/eventRule:EventRule"], "scheduleExpression"),
  schedule(["aws:appautoscaling/scheduledAction:ScheduledAction"], "schedule"),
  {
    types: ["aws:lb/targetGroup:TargetGroup"],
    code: "ValidationError",
    reads: ["healthCheck"],
    refuse: ({ healthCheck }) => {
      const check = typeof healthCheck === "object" && healthCheck !== null && "interval" in healthCheck && "timeout" in healthCheck ? healthCheck : undefined;
      if (check === undefined || typeof check.interval !== "number" || typeof check.timeout !== "number") return undefined;
      return check.timeout >= check.interval
        ? { property: "healthCheck.timeout", reason: `the timeout ${check.timeout} s must be below the interval ${check.interval} s` }
        : undefined;
    },
  },
  {
    types: ["aws:lb/loadBalancer:LoadBalancer"],
    code: "ValidationError",
    reads: ["subnets", "loadBalancerType"],
    refuse: ({ subnets, loadBalancerType }) =>
      (loadBalancerType ?? "application") === "application" && Array.isArray(subnets) && subnets.length < 2
        ? { property: "subnets", reason: `an application load balancer needs subnets in at least two zones, got ${subnets.length}` }
        : undefined,
  },
];
