import { strict as assert } from "node:assert";
import { allowsAction, conditionValues, isAboutEverything, isForAnybody, matches, statementsOf } from "../../policy/iam-document";

const one = (document: Parameters<typeof statementsOf>[0]) => statementsOf(document)?.[0] ?? assert.fail("no statement");

describe("policy documents", () => {
  it("read the same as text and object, single and list, in any letter case", () => {
    const object = { Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"] }] };
    const other = { statement: { EFFECT: "allow", action: "S3:getobject", resource: "*" } };
    assert.deepEqual(statementsOf(other), statementsOf(object));
    assert.deepEqual(statementsOf(JSON.stringify(other)), statementsOf(object));
  });

  it("are nothing where there is no statement", () => {
    for (const document of ["", "text", "{}", "[]", { Statement: [] }, { Statement: ["x"] }, undefined, null]) assert.equal(statementsOf(document), undefined);
  });

  it("allow through wildcards and exceptions", () => {
    assert.equal(allowsAction(one({ Statement: { Effect: "Allow", Action: "iam:Pass*", Resource: "*" } }), "iam:PassRole"), true);
    assert.equal(allowsAction(one({ Statement: { Effect: "Allow", NotAction: "s3:*", Resource: "*" } }), "iam:PassRole"), true);
    assert.equal(allowsAction(one({ Statement: { Effect: "Allow", NotAction: "iam:*", Resource: "*" } }), "iam:PassRole"), false);
    assert.equal(allowsAction(one({ Statement: { Effect: "Deny", Action: "*", Resource: "*" } }), "iam:PassRole"), false);
    assert.equal(matches("s3:Get?bject", "s3:getObject"), true);
  });

  it("know everything and everybody in their spellings", () => {
    assert.equal(isAboutEverything(one({ Statement: { NotResource: "arn:aws:s3:::x" } })), true);
    for (const Principal of ["*", { AWS: "*" }, { AWS: ["*", "x"] }]) assert.equal(isForAnybody(one({ Statement: { Principal } })), true);
    assert.equal(isForAnybody(one({ Statement: { NotPrincipal: { AWS: "x" } } })), true);
    assert.equal(isForAnybody(one({ Statement: { Principal: { Service: "ecs.amazonaws.com" } } })), false);
    assert.deepEqual(conditionValues(one({ Statement: { Condition: { STRINGEQUALS: { "AWS:sourceaccount": "1" } } } }), "aws:SourceAccount", "stringequals"), ["1"]);
  });
});
