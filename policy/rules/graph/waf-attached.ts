import { at, mustExist, objects, list, ofType, refersTo, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import type { GraphRule, Violation } from "../../rule";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const ACL = "aws:wafv2/webAcl:WebAcl";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const MANAGED = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"];

/** What a web ACL lacks: managed groups that block, a rate rule that blocks. */
function gaps(acl: PolicyResource): readonly Violation[] {
  const rules = objects(acl.properties.rules);
  const managed = MANAGED.filter(
    (name) =>
      !rules.some(
        (rule) => at(rule, "statement.managedRuleGroupStatement.name") === name && at(rule, "overrideAction.none") !== undefined && at(rule, "overrideAction.count") === undefined,
      ),
  );
  const limited = rules.some((rule) => at(rule, "statement.rateBasedStatement.limit") !== undefined && at(rule, "action.block") !== undefined);
  return [
    ...managed.map((name) => violation(acl, "rules", `no ${name} that blocks`, `${name} with overrideAction none`)),
    ...(limited ? [] : [violation(acl, "rules", "no rate rule that blocks", "a rateBasedStatement with action block")]),
  ];
}

export const wafAttached: GraphRule = {
  id: "waf-attached",
  reason: "A public load balancer needs a firewall that knows common attacks, limits rates and leaves a record.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Put the WebFirewall component before the load balancer and set groundwork:webFirewall.rateLimits.",
  checklist: ["S-07", "S-08", "S-26"],
  equivalents: ["CKV2_AWS_28", "CKV2_AWS_76", "FSBP ELB.16"],
  evaluate: (stack) => {
    const balancers = ofType(stack, LOAD_BALANCER).filter(({ properties }) => properties.internal !== true);
    const violations = balancers.flatMap((balancer) => {
      const associations = ofType(stack, ASSOCIATION).filter((association) => refersTo(association, "resourceArn", balancer));
      const acls = associations.flatMap((association) => targets(association, "webAclArn", ofType(stack, ACL)));
      if (acls.length === 0) return [violation(balancer, ASSOCIATION, "none with a web ACL of this stack", "one")];
      return acls.flatMap((acl) => {
        const logged = ofType(stack, LOGGING).some((logging) => refersTo(logging, "resourceArn", acl) && list(logging.properties.logDestinationConfigs).length > 0);
        return [...gaps(acl), ...(logged ? [] : [violation(acl, LOGGING, "none", "one with a destination")])];
      });
    });
    return mustExist(balancers, LOAD_BALANCER, violations);
  },
};
