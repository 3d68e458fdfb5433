/** What browsers report, in the words of the settings. */
export const BROWSER_VITALS = {
  // The 75th percentile is how Core Web Vitals are judged: three visits in four are at least as good. https://web.dev/articles/vitals
  "largest-contentful-paint": {
    metricName: "WebVitalsLargestContentfulPaint",
    statistic: "p75",
    unit: "ms",
    happened: "The largest element of a page appears late",
    page: "web-vitals",
  },
  "first-input-delay": {
    metricName: "WebVitalsFirstInputDelay",
    statistic: "p75",
    unit: "ms",
    happened: "Pages answer the first click or key late",
    page: "web-vitals",
  },
  "interaction-to-next-paint": {
    metricName: "WebVitalsInteractionToNextPaint",
    statistic: "p75",
    unit: "ms",
    happened: "Pages answer clicks and keys late",
    page: "web-vitals",
  },
  "cumulative-layout-shift": {
    metricName: "WebVitalsCumulativeLayoutShift",
    statistic: "p75",
    unit: "",
    happened: "What a page shows moves while it is read",
    page: "web-vitals",
  },
  "page-load": {
    metricName: "PerformanceNavigationDuration",
    statistic: "p75",
    unit: "ms",
    happened: "Pages load slowly",
    page: "page-load-slow",
  },
  "script-errors": {
    metricName: "JsErrorCount",
    statistic: "Sum",
    unit: "errors",
    happened: "Scripts fail in browsers",
    page: "script-errors",
  },
} as const satisfies Readonly<Record<string, BrowserVital>>;

/** One metric of AWS/RUM. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html */
interface BrowserVital {
  readonly metricName: string;
  readonly statistic: "p75" | "Sum";
  /** Of the metric, and so of the limit. */
  readonly unit: string;
  /** For the person who is told. */
  readonly happened: string;
  /** The runbook's page. */
  readonly page: string;
}

export type BrowserVitalKey = keyof typeof BROWSER_VITALS;

export const BROWSER_VITAL_KEYS: readonly BrowserVitalKey[] = [
  "largest-contentful-paint",
  "first-input-delay",
  "interaction-to-next-paint",
  "cumulative-layout-shift",
  "page-load",
  "script-errors",
];
