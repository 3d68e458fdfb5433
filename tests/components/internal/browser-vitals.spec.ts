import { strict as assert } from "node:assert";
import { BROWSER_VITAL_KEYS, BROWSER_VITALS } from "../../../components/internal/browser-vitals";

describe("browser vitals", () => {
  it("are listed, each once", () => {
    assert.deepEqual(BROWSER_VITAL_KEYS, Object.keys(BROWSER_VITALS));
  });

  it("are judged by the visit that three in four are as good as, but for what is counted", () => {
    const counted = BROWSER_VITAL_KEYS.filter((key) => BROWSER_VITALS[key].statistic === "Sum");
    assert.deepEqual(counted, ["script-errors"]);
  });
});
