import { strict as assert } from "node:assert";
import { parseSettings } from "../../settings/parse";
import { imagesCanBePulled } from "../../settings/pullable-images";
import { changed, rawSettings } from "../helpers/settings";

const OWN = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/";
const FOREIGN = "docker.io/library/thing:1.0.0";
const sound = rawSettings("scholarship", "production");

/** What is found after some changes, `path = value`; each keeps every topic sound by itself. */
function problems(...changes: readonly (readonly [path: string, value: unknown])[]): string[] {
  const raw = changes.reduce((settings, [path, value]) => changed(settings, path, value), sound);
  const { account, network, ...topics } = parseSettings(changed(raw, "network.interfaceEndpoints", []));
  const { interfaceEndpoints } = parseSettings(sound).network;
  return imagesCanBePulled({ account, network: { ...network, interfaceEndpoints }, ...topics }).map(({ key }) => key);
}

describe("images", () => {
  it("of scholarship can all be pulled", () => {
    assert.deepEqual(problems(), []);
  });

  it("come from the own registry where a task reaches no other", () => {
    assert.deepEqual(
      problems(["services.frontend.image", FOREIGN], ["backups.job.image", FOREIGN], ["tunnel.image", FOREIGN], ["prometheus.collector.image", FOREIGN]),
      [
        "groundwork:services.frontend.image",
        "groundwork:backups.job.image",
        "groundwork:tunnel.image",
        "groundwork:prometheus.collector.image",
      ],
    );
  });

  it("come from anywhere where a service reaches the internet", () => {
    assert.deepEqual(problems(["services.backend.image", FOREIGN]), []);
  });

  it("of jobs come from anywhere where one of them reaches the internet, since they share a way out", () => {
    assert.deepEqual(problems(["tasks.migrate.reaches", ["database", "internet"]], ["backups.job.image", FOREIGN]), []);
  });

  it("come from anywhere where an endpoint is missing, since then all tasks have a way out", () => {
    const settings = parseSettings(changed(changed(sound, "network.interfaceEndpoints", []), "services.frontend.image", FOREIGN));
    assert.deepEqual(imagesCanBePulled(settings), []);
  });

  it("are named with the registry that is wanted", () => {
    const { services, account, network } = parseSettings(sound);
    const frontend = services["frontend"];
    assert.ok(frontend !== undefined);
    const [problem] = imagesCanBePulled({ account, network, services: { frontend: { ...frontend, image: FOREIGN } } });
    assert.equal(problem?.expected, `an image below ${OWN}: this task reaches no other registry`);
    assert.equal(problem?.got, FOREIGN);
  });
});
