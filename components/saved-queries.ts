import * as pulumi from "@pulumi/pulumi";
import { QueryDefinition } from "@pulumi/aws/cloudwatch/queryDefinition";

export interface SavedQuery {
  /** The log groups that are asked, 1 to 50. */
  readonly logGroupNames: readonly pulumi.Input<string>[];
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
  readonly query: string;
}

export interface SavedQueriesArgs {
  /** The folder in which the console shows the queries, `<system>-<environment>`. */
  namePrefix: string;
  /** Name -> query. */
  queries: Readonly<Record<string, SavedQuery>>;
}

/**
 * Questions to the logs that people ask again and again, ready in the console: CloudWatch, Logs Insights, Saved queries.
 *
 * Creates: a query definition for each.
 * Cost: none to keep; 0.0063 USD for each GB that a run reads. https://aws.amazon.com/cloudwatch/pricing/
 */
export class SavedQueries extends pulumi.ComponentResource {
  constructor(name: string, args: SavedQueriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:saved-queries:SavedQueries", name, {}, opts);

    for (const [query, { logGroupNames, query: queryString }] of Object.entries(args.queries)) {
      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
      if (logGroupNames.length < 1 || logGroupNames.length > 50) {
        throw new Error(`the saved query ${query}: expected 1 to 50 log groups, got ${logGroupNames.length}`);
      }
      new QueryDefinition(
        `${name}-${query}`,
        { name: `${args.namePrefix}/${query}`, logGroupNames: [...logGroupNames], queryString },
        { parent: this },
      );
    }

    this.registerOutputs();
  }
}
