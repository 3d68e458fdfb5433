import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { Address4, Address6 } from "ip-address";
import { evaluate } from "../../policy/evaluate";
import type { PolicyResource, Properties, Value } from "../../policy/model";
import { RULES } from "../../policy/rules/index";
import { FLOORS as floors } from "../helpers/floors";


const resource = (type: string, name: string, properties: Properties): PolicyResource => ({
  type,
  name,
  urn: `urn:${name}`,
  properties,
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: {},
});

/** Ids of the rules of one family that some resource breaks. */
function broken(family: RegExp, resources: readonly PolicyResource[]): readonly string[] {
  const rules = RULES.filter(({ id }) => family.test(id));
  return evaluate(rules, { resources }, floors).rules.filter(({ outcome }) => outcome === "violates").map(({ rule }) => rule.id);
}

describe("a permission of a security group, however it is spelled", () => {
  /** What somebody wants to let in. */
  interface Intent {
    readonly protocol: "tcp" | "udp" | "all";
    readonly from: number;
    readonly to: number;
    readonly sources: readonly Source[];
  }
  type Source = { readonly kind: "block"; readonly cidr: string } | { readonly kind: "group" };

  const ipv4 = fc
    .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255), fc.constantFrom(0, 1, 4, 7, 9, 12, 16, 24, 32))
    .map(([a, b, c, d, bits]) => `${new Address4(`${a}.${b}.${c}.${d}/${bits}`).startAddress().correctForm()}/${bits}`);
  const ipv6 = fc
    .tuple(fc.constantFrom("2001:db8::", "2a00::", "::", "fd12:3456:789a::"), fc.constantFrom(0, 3, 12, 15, 32, 48, 64, 128))
    .map(([address, bits]) => `${new Address6(`${address}/${bits}`).startAddress().correctForm()}/${bits}`);
  const source: fc.Arbitrary<Source> = fc.oneof(
    ipv4.map((cidr) => ({ kind: "block" as const, cidr })),
    ipv6.map((cidr) => ({ kind: "block" as const, cidr })),
    fc.constant({ kind: "group" as const }),
  );
  const port = fc.oneof(fc.constantFrom(22, 80, 443, 3389, 5432, 6379, 8000), fc.integer({ min: 0, max: 65_535 }));
  const intent: fc.Arbitrary<Intent> = fc.record({
    protocol: fc.constantFrom("tcp" as const, "udp" as const, "all" as const),
    ports: fc.oneof(port.map((one) => [one, one] as const), fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)),
    sources: fc.array(source, { minLength: 1, maxLength: 3 }),
  }).map(({ ports: [from, to], ...rest }) => ({ ...rest, from, to }));

  /** How many addresses a block has, by a library that knows nothing of the rules. */
  const sizeOf = (cidr: string): bigint => {
    const block = cidr.includes(":") ? new Address6(cidr) : new Address4(cidr);
    return block.endAddress().bigInt() - block.startAddress().bigInt() + 1n;
  };
  /** More than 16.7 million addresses of IPv4 are no customer, and neither is a sixty-thousandth of IPv6. */
  const isInternet = (one: Source) => one.kind === "block" && sizeOf(one.cidr) > (one.cidr.includes(":") ? 2n ** 112n : 2n ** 24n);
  const isBlock = ({ kind }: Source) => kind === "block";

  /** Asked packet by packet: is there a port behind the permission that is not meant for everybody? */
  const lets = ({ protocol, from, to }: Intent, wanted: number) => protocol === "all" || (from <= wanted && wanted <= to);
  const PORTS = [0, 22, 79, 80, 81, 442, 443, 444, 3389, 5432, 6379, 8000, 65_535];
  const openToWorld = (wanted: Intent) =>
    wanted.sources.some(isInternet) && [...PORTS, wanted.from, wanted.to, wanted.from + 1].some((one) => one <= 65_535 && lets(wanted, one) && ![80, 443].includes(one));
  const reaches = (wanted: Intent, ports: readonly number[]) => wanted.sources.some(isBlock) && ports.some((one) => lets(wanted, one));

  /** Words for the same protocol, numbers as text, IPv6 written out. */
  const spelling = fc.record({
    upper: fc.boolean(),
    number: fc.boolean(),
    text: fc.boolean(),
    long: fc.boolean(),
    single: fc.boolean(),
    form: fc.constantFrom("rule" as const, "old" as const, "inline" as const),
  });
  type Spelling = typeof spelling extends fc.Arbitrary<infer Chosen> ? Chosen : never;

  function spelled(wanted: Intent, { upper, number, text, long, single, form }: Spelling): readonly PolicyResource[] {
    const numbers = { tcp: "6", udp: "17", all: "-1" } as const;
    const word = number || wanted.protocol === "all" ? numbers[wanted.protocol] : wanted.protocol;
    const protocol = upper ? word.toUpperCase() : word;
    const written = (value: number): Value => (text ? String(value) : value);
    const ports: Properties = wanted.protocol === "all" ? { fromPort: written(0), toPort: written(0) } : { fromPort: written(wanted.from), toPort: written(wanted.to) };
    const blocks = (six: boolean) =>
      wanted.sources.flatMap((one) => (one.kind === "block" && one.cidr.includes(":") === six ? [six && long ? written6(one.cidr) : one.cidr] : []));
    const lists: Properties = {
      ...(blocks(false).length > 0 ? { cidrBlocks: blocks(false) } : {}),
      ...(blocks(true).length > 0 ? { ipv6CidrBlocks: blocks(true) } : {}),
    };
    const group: Properties = { sourceSecurityGroupId: "sg-1" };
    const byGroup = wanted.sources.some(({ kind }) => kind === "group");
    switch (form) {
      case "rule":
        return wanted.sources.map((one, index) =>
          resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", `rule-${index}`, {
            ipProtocol: protocol,
            ...(wanted.protocol === "all" ? {} : ports),
            ...(one.kind === "group"
              ? { referencedSecurityGroupId: "sg-1" }
              : one.cidr.includes(":")
                ? { cidrIpv6: long ? written6(one.cidr) : one.cidr }
                : { cidrIpv4: one.cidr }),
          }),
        );
      case "old":
        return [resource("aws:ec2/securityGroupRule:SecurityGroupRule", "old", { type: "ingress", protocol, ...ports, ...lists, ...(byGroup ? group : {}) })];
      case "inline": {
        const item: Properties = { protocol, ...ports, ...lists, ...(byGroup ? { securityGroups: ["sg-1"] } : {}) };
        return [resource("aws:ec2/securityGroup:SecurityGroup", "group", { description: "a group", ingress: single ? item : [item] })];
      }
    }
  }
  const written6 = (cidr: string): string => {
    const [address = "", bits = ""] = cidr.split("/");
    return `${new Address6(address).canonicalForm()}/${bits}`;
  };

  const runs = { numRuns: 2000 };

  it("is refused exactly where the internet reaches a port that is not public", () => {
    fc.assert(
      fc.property(intent, spelling, (wanted, how) => {
        assert.equal(broken(/^sg-no-open-ingress/, spelled(wanted, how)).length > 0, openToWorld(wanted));
      }),
      runs,
    );
  });

  it("is refused exactly where an address block reaches a shell or a screen", () => {
    fc.assert(
      fc.property(intent, spelling, (wanted, how) => {
        assert.equal(broken(/^sg-no-admin-ports/, spelled(wanted, how)).length > 0, reaches(wanted, [22, 3389]));
      }),
      runs,
    );
  });

  it("is refused exactly where an address block reaches a service, a cache or a database", () => {
    fc.assert(
      fc.property(intent, spelling, (wanted, how) => {
        assert.equal(broken(/^sg-service-from-group/, spelled(wanted, how)).length > 0, reaches(wanted, [3000, 8000, 9000, 9090, 5432, 6379]));
      }),
      runs,
    );
  });
});

describe("a statement of an IAM policy, however it is spelled", () => {
  /** What somebody wants to allow or deny. */
  interface Intent {
    readonly effect: "Allow" | "Deny";
    readonly except: boolean;
    readonly actions: readonly string[];
    readonly exceptResource: boolean;
    readonly resources: readonly string[];
    readonly passedTo: boolean;
  }
  const ARN = "arn:aws:iam::123456789012:role/one";
  const intent: fc.Arbitrary<Intent> = fc.record({
    effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
    except: fc.boolean(),
    actions: fc.uniqueArray(
      fc.constantFrom("*", "*:*", "iam:*", "iam:Pass*", "iam:PassRole", "iam:P?ssRole", "iam:PutRolePolicy", "iam:Put*", "iam:GetRole", "s3:GetObject", "s3:*", "kms:Decrypt"),
      { minLength: 1, maxLength: 3 },
    ),
    exceptResource: fc.boolean(),
    resources: fc.uniqueArray(fc.constantFrom("*", ARN, "arn:aws:iam::123456789012:role/*", "arn:aws:s3:::bucket/key"), { minLength: 1, maxLength: 2 }),
    passedTo: fc.boolean(),
  });

  /** IAM's own rule, character by character: `*` is any text, `?` is one character, case does not count. */
  function covers(pattern: string, text: string): boolean {
    if (pattern === "") return text === "";
    const [first = "", rest] = [pattern[0], pattern.slice(1)];
    if (first === "*") return covers(rest, text) || (text !== "" && covers(pattern, text.slice(1)));
    return text !== "" && (first === "?" || first.toLowerCase() === text[0]?.toLowerCase()) && covers(rest, text.slice(1));
  }
  const allows = (wanted: Intent, action: string) =>
    wanted.effect === "Allow" && wanted.actions.some((pattern) => covers(pattern, action)) !== wanted.except;

  const spelling = fc.record({ asText: fc.boolean(), single: fc.boolean(), keys: fc.constantFrom("as is", "lower", "upper"), values: fc.boolean(), pretty: fc.boolean(), oneStatement: fc.boolean() });
  type Spelling = typeof spelling extends fc.Arbitrary<infer Chosen> ? Chosen : never;

  function spelled(wanted: Intent, how: Spelling): PolicyResource {
    const key = (name: string) => (how.keys === "lower" ? name.toLowerCase() : how.keys === "upper" ? name.toUpperCase() : name);
    const list = (values: readonly string[]): Value => (how.single && values.length === 1 ? (values[0] ?? "") : values);
    const statement: Properties = {
      [key("Effect")]: wanted.effect,
      [key(wanted.except ? "NotAction" : "Action")]: list(wanted.actions.map((action) => (how.values ? action.toUpperCase() : action))),
      [key(wanted.exceptResource ? "NotResource" : "Resource")]: list(wanted.resources),
      ...(wanted.passedTo ? { [key("Condition")]: { [key("StringEquals")]: { [key("iam:PassedToService")]: list(["ecs-tasks.amazonaws.com"]) } } } : {}),
    };
    const document: Properties = { [key("Version")]: "2012-10-17", [key("Statement")]: how.oneStatement ? statement : [statement] };
    return resource("aws:iam/rolePolicy:RolePolicy", "policy", {
      policy: how.asText ? JSON.stringify(document, undefined, how.pretty ? 2 : undefined) : document,
    });
  }

  const everything = (wanted: Intent) => wanted.exceptResource || wanted.resources.includes("*");
  const runs = { numRuns: 2000 };
  const refused = (rule: RegExp, wanted: Intent, how: Spelling) => broken(rule, [spelled(wanted, how)]).length > 0;

  it("is refused exactly where it gives a right by which rights are given", () => {
    fc.assert(
      fc.property(intent, spelling, (wanted, how) => {
        const escalates = ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:CreateAccessKey"].some((action) => allows(wanted, action));
        assert.equal(refused(/^iam-no-escalation$/, wanted, how), escalates);
      }),
      runs,
    );
  });

  it("is refused exactly where it hands a role over without naming the role and the service", () => {
    fc.assert(
      fc.property(intent, spelling, (wanted, how) => {
        const narrow = !everything(wanted) && !wanted.resources.some((text) => text.includes("*")) && wanted.passedTo;
        assert.equal(refused(/^iam-passrole-narrow$/, wanted, how), allows(wanted, "iam:PassRole") && !narrow);
      }),
      runs,
    );
  });

  it("is refused exactly where a service, or all of them, stands for its actions, or all but some do", () => {
    fc.assert(
      fc.property(intent, spelling, (wanted, how) => {
        const star = wanted.except || wanted.actions.some((action) => covers(action, `${action.split(":")[0] ?? ""}:AnActionOfNextYear`));
        assert.equal(refused(/^iam-no-star-action$/, wanted, how), wanted.effect === "Allow" && star);
      }),
      runs,
    );
  });

  it("is refused exactly where it allows everything on everything, or all but some", () => {
    fc.assert(
      fc.property(intent, spelling, (wanted, how) => {
        const all = wanted.except || allows(wanted, "service:AnActionOfNextYear");
        assert.equal(refused(/^iam-no-admin$/, wanted, how), wanted.effect === "Allow" && all && everything(wanted));
      }),
      runs,
    );
  });
});
