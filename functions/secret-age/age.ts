/** Days that a secret has had its value, beyond the days it may have it; negative where there is time left. */
export interface SecretAge {
  readonly secretClass: string;
  readonly name: string;
  readonly daysOverdue: number;
}

/** Class -> the days a value may live, and the secrets of that class. JSON in the variable WATCHED. */
export type WatchedSecrets = Readonly<Record<string, { readonly everyDays: number; readonly names: readonly string[] }>>;

export interface World {
  /** When the current value was put; without a value, when the secret was made. */
  readonly valueSince: (name: string) => Promise<Date>;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

const DAY_MS = 86_400_000;

/**
 * Writes the age of all values to the log, in the form that CloudWatch turns into metrics: the function needs no right to
 * write any. The date of the version counts and not the secret's LastChangedDate, which every change of a tag renews.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export async function reportAges(world: World, system: string, watched: WatchedSecrets): Promise<readonly SecretAge[]> {
  const ages: SecretAge[] = [];
  for (const [secretClass, { everyDays, names }] of Object.entries(watched)) {
    for (const name of names) {
      const days = (world.now().getTime() - (await world.valueSince(name)).getTime()) / DAY_MS;
      ages.push({ secretClass, name, daysOverdue: Math.floor(days - everyDays) });
    }
  }
  for (const { secretClass, name, daysOverdue } of ages) {
    world.log(
      JSON.stringify({
        _aws: {
          Timestamp: world.now().getTime(),
          CloudWatchMetrics: [
            {
              Namespace: "Groundwork/Secrets",
              Dimensions: [["System", "SecretClass"]],
              Metrics: [{ Name: "DaysOverdue", Unit: "None" }],
            },
          ],
        },
        System: system,
        SecretClass: secretClass,
        DaysOverdue: daysOverdue,
        secret: name,
      }),
    );
  }
  return ages;
}
