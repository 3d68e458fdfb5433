import { QUEUE_METRIC } from "./queue-metric";

/**
 * Counts each minute the jobs that wait in each queue, and prints the count in CloudWatch's embedded metric format: CloudWatch
 * Logs makes a metric of such a line by itself, so the task needs no right in AWS. A job waits in `wait`, in `paused` while the
 * queue is paused, and in `prioritized` where it has a priority; `delayed` ones are not due and `active` ones are at work.
 * What can't be counted is no zero: it is said on stderr and the metric stays silent, which alarms.
 *
 * Needs sh, timeout, awk and redis-cli with TLS, as the official image of Redis has them. The password is in REDISCLI_AUTH,
 * where no list of processes shows it.
 * https://docs.bullmq.io/guide/jobs
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const QUEUE_DEPTH_SCRIPT = `
trap 'exit 0' TERM
redis() { timeout 10 redis-cli -h "$CACHE_HOST" -p "$CACHE_PORT" --tls; }
waiting() {
  printf 'LLEN %s:wait\\nLLEN %s:paused\\nZCARD %s:prioritized\\n' "$1" "$1" "$1" | redis |
    awk '/^[0-9]+$/ { sum += $1; answers += 1 } END { if (answers != 3) exit 1; print sum }'
}
publish() {
  printf '{"_aws":{"Timestamp":%s000,"CloudWatchMetrics":[{"Namespace":"${QUEUE_METRIC.namespace}",' "$(date +%s)"
  printf '"Dimensions":[["System","Queue"]],"Metrics":[{"Name":"${QUEUE_METRIC.name}","Unit":"Count"}]}]},'
  printf '"System":"%s","Queue":"%s","${QUEUE_METRIC.name}":%s}\\n' "$SYSTEM" "$1" "$2"
}
while :; do
  for queue in $QUEUES; do
    name=\${queue%%=*}
    if count=$(waiting "\${queue#*=}"); then publish "$name" "$count"; else echo "the queue $name can't be counted" >&2; fi
  done
  [ "$ROUNDS" = 1 ] && exit 0
  sleep 60 & wait $!
done
`.trim();

/** What a queue's keys in Redis begin with: BullMQ's prefix and the queue's name. No blank and no \`=\`, which the script splits by. */
export const REDIS_KEY = /^[\w:{}.-]{1,128}$/;

/** The queues for the script, `name=key name=key`, in one order. */
export function queueList(queues: Readonly<Record<string, string>>): string {
  return Object.entries(queues)
    .toSorted()
    .map(([name, redisKey]) => `${name}=${redisKey}`)
    .join(" ");
}
