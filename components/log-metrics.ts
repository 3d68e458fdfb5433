import * as pulumi from "@pulumi/pulumi";
import { LogMetricFilter } from "@pulumi/aws/cloudwatch/logMetricFilter";
import { patternExpectations } from "./internal/custom-metric";
import type { CustomMetrics } from "./internal/custom-metric";

export interface LogMetricsArgs {
  /** Prefix of the filters' names, `<system>-<environment>`. Changing this replaces every filter; the metrics stay. */
  namePrefix: string;
  /** Name -> metric. Those that logs are the source of get their filters. */
  metrics: CustomMetrics;
}

/**
 * Counts lines of logs, or numbers in them, as CloudWatch metrics.
 *
 * Creates: a filter for each metric and each log group that it is read from. Filters of one metric add up.
 * A filter sees what is written from its creation on, and its metric is silent until the first line comes.
 * Cost: 0.30 USD a month for each metric, as any custom one. https://aws.amazon.com/cloudwatch/pricing/
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export class LogMetrics extends pulumi.ComponentResource {
  constructor(name: string, args: LogMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:log-metrics:LogMetrics", name, {}, opts);

    for (const [metric, { log, signal }] of Object.entries(args.metrics)) {
      if (log === undefined) continue;
      if ("expression" in signal) throw new Error(`the metric ${metric} is computed, so no log can be its source`);
      const [problem] = patternExpectations(log.pattern);
      if (problem !== undefined) throw new Error(`the pattern of the metric ${metric}: expected ${problem}`);
      for (const [source, logGroupName] of Object.entries(log.logGroupNames)) {
        new LogMetricFilter(
          `${name}-${metric}-${source}`,
          {
            name: `${args.namePrefix}-${metric}-${source}`,
            logGroupName,
            pattern: log.pattern,
            metricTransformation: {
              namespace: signal.namespace,
              name: signal.metricName,
              value: log.value,
              // Never with dimensions: CloudWatch Logs refuses the two together.
              ...(log.defaultValue === undefined ? {} : { defaultValue: String(log.defaultValue) }),
            },
          },
          { parent: this },
        );
      }
    }

    this.registerOutputs();
  }
}
