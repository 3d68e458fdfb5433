import { strict as assert } from "node:assert";
import { generatedText, scramVerifier } from "../../../functions/rotation/password";

describe("rotation password", () => {
  it("is as long as asked, of letters and digits alone, and never twice the same", () => {
    const made = Array.from({ length: 200 }, () => generatedText(40));
    for (const text of made) assert.match(text, /^[A-Za-z0-9]{40}$/);
    assert.equal(new Set(made).size, 200);
    // Of 62 signs none is left out: 8000 drawn ones would miss a given sign once in 10^56 times.
    assert.equal(new Set(made.join("")).size, 62);
  });

  it("is turned into what PostgreSQL itself stores of it", () => {
    // The vector of RFC 7677, section 3: password pencil, this salt, 4096 iterations.
    assert.equal(
      scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64")),
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
    );
  });
});
