/** A text as PostgreSQL reads a constant. Backslashes mean nothing in it while standard_conforming_strings is on, the default. */
export function sqlLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as PostgreSQL reads it whatever its letters; `public.orders` is a schema and a name. */
export function sqlName(name: string): string {
  return name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
}

/** A text that bash takes as one word and leaves as it is. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One metric of a line in CloudWatch's embedded format. */
export interface EmbeddedMetric {
  readonly name: string;
  readonly unit: "Bytes" | "Count" | "Milliseconds";
  /** SQL expression of its value. */
  readonly value: string;
}

/**
 * An SQL expression that yields one line in CloudWatch's embedded metric format: a job prints it, CloudWatch Logs makes the
 * metrics, and the job needs no permission for it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param dimensions name -> SQL expression of its value; `System` comes first by itself
 */
export function embeddedMetrics(
  namespace: string,
  system: string,
  dimensions: Readonly<Record<string, string>>,
  metrics: readonly EmbeddedMetric[],
): string {
  const names = ["System", ...Object.keys(dimensions)].map(sqlLiteral).join(", ");
  const definitions = metrics.map(({ name, unit }) => jsonObject({ Name: sqlLiteral(name), Unit: sqlLiteral(unit) })).join(", ");
  const directive = jsonObject({
    Namespace: sqlLiteral(namespace),
    Dimensions: `json_build_array(json_build_array(${names}))`,
    Metrics: `json_build_array(${definitions})`,
  });
  return jsonObject({
    _aws: jsonObject({
      Timestamp: "floor(extract(epoch from now()) * 1000)::bigint",
      CloudWatchMetrics: `json_build_array(${directive})`,
    }),
    System: sqlLiteral(system),
    ...dimensions,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  });
}

/** @param entries key -> SQL expression */
export function jsonObject(entries: Readonly<Record<string, string>>): string {
  return `json_build_object(${Object.entries(entries)
    .map(([key, value]) => `${sqlLiteral(key)}, ${value}`)
    .join(", ")})`;
}
