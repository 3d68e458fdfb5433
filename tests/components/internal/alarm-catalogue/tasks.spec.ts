import { strict as assert } from "node:assert";
import { SERVICE_ALARMS } from "../../../../components/internal/alarm-catalogue/tasks";
import { alarmTable } from "../../../helpers/alarm-table";
import { TARGETS } from "../../../helpers/monitoring";

describe("the alarms of tasks", () => {
  it("watch a service's CPU, its fullest task and the number of its tasks", () => {
    const service = "{ClusterName=cluster, ServiceName=backend}";
    assert.deepEqual(alarmTable("service"), [
      `task-cpu-warning: AWS/ECS CPUUtilization Average ${service} above 85, 15 of 15 x 60 s, silence missing`,
      `task-memory-warning: AWS/ECS MemoryUtilization Maximum ${service} above 90, 10 of 10 x 60 s, silence missing`,
      `few-tasks-critical: ECS/ContainerInsights RunningTaskCount Minimum ${service} below 2, 10 of 10 x 60 s, silence breaching`,
    ]);
  });

  it("count missing tasks from the service's own minimum, and always miss the last one", () => {
    const few = SERVICE_ALARMS.find(({ key }) => key === "few-tasks");
    const threshold = (minTasks: number, limit: number) =>
      few?.threshold({ limit, channels: ["operations"] }, { ...TARGETS.service, minTasks });
    assert.equal(threshold(3, 0), 3);
    assert.equal(threshold(3, 1), 2);
    assert.equal(threshold(1, 1), 1);
  });
});
