import { strict as assert } from "node:assert";
import { groundwork } from "../../index";
import { record } from "../../rehearsal/plan/record";
import { graphOf } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { changed, configOf, rawSettings } from "../helpers/settings";

const CANARY = "aws:synthetics/canary:Canary";
const MONITOR = "aws:rum/appMonitor:AppMonitor";
const steps = [
  { name: "health", path: "/health", versionField: { path: "build.version", service: "backend" } },
  { name: "payments", externalUrl: "https://status.example.com/" },
  { name: "admin", path: "/api/admin?deep=1", header: { name: "Authorization", prefix: "Bearer ", secret: "application-key" } },
];
const topics: Readonly<Record<string, unknown>> = {
  "services.frontend.environmentFrom": { RUM_ID: "realUserMonitoring.appMonitorId", RUM_POOL: "realUserMonitoring.identityPoolId" },
  "services.backend.image": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-backend:2.3.4",
  synthetics: {
    runtimeVersion: "syn-nodejs-5.2", retentionDays: 30, logRetentionDays: 30,
    canaries: { site: { rateMinutes: 5, timeoutSeconds: 60, failing: { runs: 2, of: 3 }, channels: ["operations", "on-call"], steps } },
  },
  realUserMonitoring: {
    domains: ["scholarship.university.edu"], sampleRatePercent: 100, allowCookies: false,
    alarms: { "page-load": { maxMilliseconds: 3000, channels: ["operations"] } },
  },
};
const sound = rawSettings("scholarship", "production");
const build = async (raw: typeof sound) =>
  graphOf(await record(groundwork, { project: "scholarship", stack: "production", config: configOf(raw) }));

/** The variables that the stack file gives a service in clear text. */
function rawVariables(service: string): object {
  return Object(Object(Object(sound["services"])[service])["environment"]);
}

describe("the probes of a stack", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(Object.entries(topics).reduce((raw, [path, value]) => changed(raw, path, value), sound));
  });
  const topicArn = (channel: string) => graph.one("aws:sns/topic:Topic", `channels-${channel}`).outputs.arn;

  it("ask the system's hosts, others by their own address, and with a secret that the role may read", () => {
    const script = Buffer.from(String(graph.one("aws:s3/bucketObjectv2:BucketObjectv2").inputs.contentBase64), "base64").toString("utf8");
    const urls = [...script.matchAll(/"url": "([^"]+)"/g)].map(([, url]) => url);
    assert.deepEqual(urls, [
      "https://scholarship.university.edu/health",
      "https://status.example.com/",
      "https://scholarship.university.edu/api/admin?deep=1",
    ]);
    assert.match(script, /"build\.version": "2\.3\.4"/);
    const secret = graph.one("aws:secretsmanager/secret:Secret", "secret-application-key").outputs.arn;
    assert.match(JSON.stringify(graph.one(CANARY).inputs.runConfig), new RegExp(`"PROBE_SECRET_3":"${String(secret)}"`));
  });

  it("run once the services do, keep what they find in an encrypted bucket of their own, and tell their channels", () => {
    const { inputs } = graph.one(CANARY);
    const bucket = graph.one("aws:s3/bucket:Bucket", "probes");
    assert.equal(inputs.s3Bucket, bucket.inputs.bucket);
    assert.equal(bucket.options.protect, true);
    const waits = graph.one("groundwork:canary:Canary").dependsOn;
    assert.deepEqual(waits, ["groundwork:service:Service::service-backend", "groundwork:service:Service::service-frontend"]);
    assert.deepEqual(graph.one("aws:cloudwatch/metricAlarm:MetricAlarm", "probe-site-failed").inputs.alarmActions, [
      topicArn("operations"), topicArn("on-call"),
    ]);
  });

  it("tell the frontend where browsers report, and nobody else", () => {
    const monitor = graph.one(MONITOR).outputs.appMonitorId;
    const pool = graph.one("aws:cognito/identityPool:IdentityPool").outputs.id;
    const told = (service: string) => {
      const { containerDefinitions } = graph.one("aws:ecs/taskDefinition:TaskDefinition", `service-${service}-task-definition`).inputs;
      const [{ environment }] = JSON.parse(String(containerDefinitions));
      return Object.fromEntries(environment.map(({ name, value }: Record<string, string>) => [name, value]));
    };
    assert.deepEqual(told("frontend"), { RUM_ID: monitor, RUM_POOL: pool, ...rawVariables("frontend") });
    assert.deepEqual(told("backend").RUM_ID, undefined);
    assert.deepEqual(graph.one("aws:cloudwatch/metricAlarm:MetricAlarm", "browsers-page-load").inputs.alarmActions, [topicArn("operations")]);
  });

  it("are none where the settings have none", async () => {
    const without = await build(sound);
    for (const type of [CANARY, MONITOR, "aws:cognito/identityPool:IdentityPool", "aws:s3/bucketObjectv2:BucketObjectv2"]) {
      assert.deepEqual(without.all(type), [], type);
    }
  });
});
