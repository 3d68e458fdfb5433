import { parse, stringify } from "yaml";
import { z } from "zod";
import { groundwork } from "../../index";
import type { Engine } from "../../rehearsal/engine/probe";
import { record } from "../../rehearsal/plan/record";
import { coldPreview, median, stackFileOf, withScratch, writeProgram } from "./preview";

const SYSTEM = "scholarship";
const STACK = "production";
/** A service that needs nothing of its own, neither a database pool nor a route, so that any number fits. */
const COPIED = "frontend";
const FEW = 3;
const MANY = 30;

const services = z.record(z.string(), z.unknown());
const stackFile = z.object({ config: z.looseObject({ "groundwork:services": services }) });

/** Prints what a resource costs at 30 services against 3: the program must not slow down as it grows. */
export function benchGrowth(engine: Engine, runs: number): Promise<void> {
  return withScratch(async (scratch) => {
    const sizes = [FEW, MANY].map((count) => ({ count, name: `services${count}`, config: withServices(count), seconds: new Array<number>() }));
    const measured = [];
    for (const size of sizes) {
      writeProgram(scratch, size.name, STACK, stringify({ config: size.config }));
      const config = Object.fromEntries(Object.entries(size.config).map(([key, value]) => [key, JSON.stringify(value)]));
      measured.push({ ...size, resources: (await record(groundwork, { project: SYSTEM, stack: STACK, config })).length });
    }
    for (let run = 0; run <= runs; run += 1) {
      for (const { name, seconds } of measured) {
        const time = await coldPreview(engine, scratch, name, STACK);
        if (run > 0) seconds.push(time);
      }
    }
    const perResource = measured.map(({ seconds, resources }) => (median(seconds) * 1000) / resources);
    const [few = Number.NaN, many = Number.NaN] = perResource;
    const lines = [
      `growth, ${SYSTEM} ${STACK} with ${FEW} and with ${MANY} services, ${runs} pairs of cold previews`,
      ...measured.map(
        ({ count, resources, seconds }, index) =>
          `  ${`${count} services`.padEnd(20)}  ${(perResource[index] ?? Number.NaN).toFixed(1)} ms a resource   (${median(seconds).toFixed(2)} s for ${resources})`,
      ),
      `  ${`${MANY} / ${FEW} services`.padEnd(20)}  ${(many / few).toFixed(2)}   (goal 1.00: the cost of a resource does not rise)`,
    ];
    process.stdout.write(`${lines.join("\n")}\n\n`);
  });
}

function withServices(count: number): z.infer<typeof stackFile>["config"] {
  const { config } = stackFile.parse(parse(stackFileOf(SYSTEM, STACK)));
  const own = config["groundwork:services"];
  const copies = Array.from({ length: count - Object.keys(own).length }, (_, index): [string, unknown] => [`copy-${index + 1}`, own[COPIED]]);
  return { ...config, "groundwork:services": { ...own, ...Object.fromEntries(copies) } };
}
