import { DatabaseJobs } from "../components/database-jobs";
import type { DatabaseJob } from "../components/internal/database-job-definitions";
import { enabledJobs } from "../settings/database-jobs";
import type { DatabaseJobSettings } from "../settings/database-jobs";
import { namePrefix } from "./names";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";
import { workedDatabase } from "./worked-database";

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data" | "secrets">;

/** The regular work on the database: the stack's own or an external one. */
export function buildDatabaseJobs({ settings, providers, foundation, data, secrets }: Tiers): void {
  const { account, alarms, databaseJobs } = settings;
  if (databaseJobs === undefined) return;
  const { task } = databaseJobs;
  const database = workedDatabase(settings, data, secrets, task.certificateBundle);
  if (database === undefined) throw new Error("groundwork:databaseJobs has no database to work on");
  const jobs = enabledJobs(databaseJobs.jobs).map(([name, job]) => [`database-${name}`, job] as const);
  const topics = (channels: readonly string[]) => channels.map((channel) => topic(foundation.topicArns, channel));
  new DatabaseJobs(
    "database-jobs",
    {
      task: {
        namePrefix: namePrefix(settings),
        accountId: account.id,
        region: account.region,
        clusterArn: foundation.cluster.arn,
        subnetIds: foundation.network.applicationSubnetIds,
        securityGroupIds: [foundation.firewall.groupIdOf("jobs")],
        image: task.image,
        cpu: { limitVcpu: task.limitVcpu },
        memoryMib: { limit: task.memoryMib },
        logRetentionDays: task.logRetentionDays,
        logKeyArn: foundation.keyArns.logs,
        secretsKeyArn: foundation.keyArns.secrets,
        runbookBaseUrl: alarms.runbookBaseUrl,
        failureTopicArns: topics(databaseJobs.failureChannels),
        timezone: databaseJobs.timezone,
      },
      database,
      jobs: Object.fromEntries(jobs.map(([name, job]) => [name, workOf(job)])),
      findingTopicArns: Object.fromEntries(
        jobs.flatMap(([name, job]) => (job.kind === "security-audit" ? [[name, topics(job.channels)] as const] : [])),
      ),
    },
    // A job logs in as a role of the database.
    { provider: providers.aws, dependsOn: data.database === undefined ? [] : [data.database.roles] },
  );
}

/** Reasons stay in the stack file. */
function workOf(job: DatabaseJobSettings): DatabaseJob {
  return job.kind === "security-audit" ? { ...job, accepted: Object.keys(job.accepted) } : job;
}
