import { strict as assert } from "node:assert";
import { SavedQueries } from "../../components/saved-queries";
import { build } from "../helpers/graph";

const QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition";
const make = (logGroupNames: readonly string[]) =>
  build(
    () =>
      new SavedQueries("queries", {
        namePrefix: "shop-production",
        queries: { "last-lines": { logGroupNames, query: "fields @message | sort @timestamp desc | limit 100" } },
      }),
  );

describe("SavedQueries", () => {
  it("keeps each question in the stack's own folder, with the logs that it asks", async () => {
    const graph = await make(["/shop/api"]);
    assert.deepEqual(graph.list(), [`${QUERY} queries-last-lines`, "groundwork:saved-queries:SavedQueries queries"]);
    assert.deepEqual(graph.one(QUERY).inputs, {
      name: "shop-production/last-lines",
      logGroupNames: ["/shop/api"],
      queryString: "fields @message | sort @timestamp desc | limit 100",
    });
  });

  it("refuses a question that asks nothing, or more than Logs Insights reads", async () => {
    await assert.rejects(make([]), { message: "the saved query last-lines: expected 1 to 50 log groups, got 0" });
    const many = Array.from({ length: 51 }, (_, index) => `/shop/${index}`);
    await assert.rejects(make(many), { message: "the saved query last-lines: expected 1 to 50 log groups, got 51" });
  });
});
