import { strict as assert } from "node:assert";
import { QueueDepth } from "../../components/queue-depth";
import { build } from "../helpers/graph";
import { placement, taskArgs } from "../helpers/task-args";

const { namePrefix, accountId, region, image, secretsKeyArn, logKeyArn, logRetentionDays } = taskArgs;
const make = () =>
  build(
    () =>
      new QueueDepth("queue-depth", {
        ...placement,
        namePrefix,
        accountId,
        region,
        image,
        secretsKeyArn,
        logKeyArn,
        logRetentionDays,
        clusterName: "scholarship-production",
        queues: { mail: "bull:mail", imports: "bull:imports" },
        cache: { host: "cache.internal", port: 6379, secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:cache-AbCdEf" },
      }),
  );

describe("QueueDepth", () => {
  it("is one task that is always on, behind nothing and with no right of its own in AWS", async () => {
    const graph = await make();
    const { desiredCount, loadBalancers, serviceRegistries } = graph.one("aws:ecs/service:Service").inputs;
    assert.deepEqual([desiredCount, loadBalancers, serviceRegistries], [1, undefined, undefined]);
    assert.deepEqual(
      graph.all("aws:iam/rolePolicy:RolePolicy").map(({ name }) => name),
      ["queue-depth-publisher-task-execution"],
    );
  });

  it("is told the queues in one order, and the password where no list of processes shows it", async () => {
    const { containerDefinitions } = (await make()).one("aws:ecs/taskDefinition:TaskDefinition").inputs;
    const [container] = JSON.parse(String(containerDefinitions));
    assert.deepEqual(container.environment, [
      { name: "CACHE_HOST", value: "cache.internal" },
      { name: "CACHE_PORT", value: "6379" },
      { name: "QUEUES", value: "imports=bull:imports mail=bull:mail" },
      { name: "SYSTEM", value: "scholarship-production" },
    ]);
    assert.deepEqual(container.secrets, [
      { name: "REDISCLI_AUTH", valueFrom: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:cache-AbCdEf:authToken::" },
    ]);
    assert.equal(container.logConfiguration.options.mode, "blocking");
  });
});
