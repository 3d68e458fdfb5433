import type { ServicesSettings } from "./services";
import type { TasksSettings } from "./tasks";

/** What services and tasks name of the rest of the stack. */
interface References {
  readonly secrets: Readonly<Record<string, string>>;
  readonly environmentFrom: Readonly<Record<string, string>>;
  readonly reaches: readonly string[];
}

/** All containers of a stack, with the topic and the name that they stand under. */
export function containers({
  services,
  tasks,
}: {
  readonly services?: ServicesSettings | undefined;
  readonly tasks?: TasksSettings | undefined;
}) {
  const named = (topic: string, all: Readonly<Record<string, References>> | undefined) =>
    Object.entries(all ?? {}).map(([name, container]) => ({ topic, name, container }));
  return [...named("services", services), ...named("tasks", tasks)];
}
