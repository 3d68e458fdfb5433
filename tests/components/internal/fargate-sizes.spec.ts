import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { cpuUnits, FARGATE_SIZES, fargateSize, fargateSizeProblem } from "../../../components/internal/fargate-sizes";

const everySize = FARGATE_SIZES.flatMap((size) => size.memoryMib.map((memoryMib) => ({ cpuUnits: size.cpuUnits, memoryMib })));

describe("Fargate sizes", () => {
  it("are the 74 pairs that AWS lists", () => {
    assert.equal(everySize.length, 3 + 4 + 7 + 13 + 23 + 12 + 12);
    assert.deepEqual(FARGATE_SIZES.map(({ memoryMib }) => [memoryMib[0], memoryMib.at(-1)]), [
      [512, 2048],
      [1024, 4096],
      [2048, 8192],
      [4096, 16_384],
      [8192, 30_720],
      [16_384, 61_440],
      [32_768, 122_880],
    ]);
  });

  for (const [wanted, got] of [
    [[2, 2048], [2048, 4096]],
    [[1, 1024], [1024, 2048]],
    [[4, 4096], [4096, 8192]],
    [[0.25, 512], [256, 512]],
    [[0.25, 3000], [512, 3072]],
    [[8, 17_000], [8192, 20_480]],
    [[0.1, 100], [256, 512]],
  ] as const) {
    it(`hold ${wanted[0]} vCPU and ${wanted[1]} MiB in ${got[0]} units and ${got[1]} MiB`, () => {
      const size = fargateSize({ cpuUnits: cpuUnits(wanted[0]), memoryMib: wanted[1] });
      assert.deepEqual(size, { cpuUnits: got[0], memoryMib: got[1] });
    });
  }

  it("round up to the pair that is smallest in CPU and in memory, whatever is wanted", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 17_000 }), fc.integer({ min: 1, max: 130_000 }), (units, memoryMib) => {
        const fitting = everySize.filter((size) => size.cpuUnits >= units && size.memoryMib >= memoryMib);
        const got = fargateSize({ cpuUnits: units, memoryMib });
        if (fitting.length === 0) return got === undefined;
        return (
          got !== undefined &&
          got.cpuUnits === Math.min(...fitting.map((size) => size.cpuUnits)) &&
          got.memoryMib === Math.min(...fitting.map((size) => size.memoryMib)) &&
          fitting.some((size) => size.cpuUnits === got.cpuUnits && size.memoryMib === got.memoryMib)
        );
      }),
    );
  });

  it("say what the largest is when nothing holds the wish", () => {
    const expected = "a size that Fargate has: at most 16 vCPU and 122880 MiB";
    assert.equal(fargateSizeProblem({ cpuUnits: 16_385, memoryMib: 512 }), expected);
    assert.equal(fargateSizeProblem({ cpuUnits: 256, memoryMib: 122_881 }), expected);
    assert.equal(fargateSizeProblem({ cpuUnits: 16_384, memoryMib: 122_880 }), undefined);
  });
});
