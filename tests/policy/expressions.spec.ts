import { strict as assert } from "node:assert";
import { conjuncts } from "../../policy/expressions";

describe("an expression of Cloudflare's rules", () => {
  it("is taken apart at its outermost and, in either spelling", () => {
    assert.deepEqual(conjuncts('http.host eq "a" and ip.src in {1.1.1.1}'), ['http.host eq "a"', "ip.src in {1.1.1.1}"]);
    assert.deepEqual(conjuncts('http.host eq "a" && (x or y)'), ['http.host eq "a"', "(x or y)"]);
    assert.deepEqual(conjuncts("true"), ["true"]);
  });

  it("has no condition that always holds where another operator is the outermost", () => {
    for (const operator of ["or", "xor", "||", "^^"]) assert.equal(conjuncts(`a and b ${operator} c`), undefined);
  });

  it("keeps what stands in brackets, in a set and in quotes together, and words that only begin like an operator", () => {
    const parts = ["not (a and b or c)", 'http.host in {"a or b" "c"}', 'http.cookie contains "x and \\" or y"', 'len(http.request.headers["order"]) > 0', "http.android"];
    assert.deepEqual(conjuncts(parts.join(" and ")), parts);
  });
});
