import { at, mustExist, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Stack } from "../../model";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule, Violation } from "../../rule";
import { classOf, LAMBDA, remindedAfterDays, ROTATION, rotationsOf, SECRET } from "../../secret-rotation";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

const DAYS = "rotationRules.automaticallyAfterDays";

function judge(stack: Stack, secret: PolicyResource, most: number): readonly Violation[] {
  const rotations = rotationsOf(stack, secret);
  const required = `a new value after ${most} days at most`;
  if (rotations.length > 0) {
    return rotations.flatMap((rotation) => {
      const days = at(rotation.properties, DAYS);
      const slow = typeof days === "number" && days > 0 && days <= most ? [] : [violation(rotation, DAYS, shown(days), required)];
      const idle = targets(rotation, "rotationLambdaArn", ofType(stack, LAMBDA)).length > 0 ? [] : [violation(rotation, "rotationLambdaArn", shown(rotation.properties.rotationLambdaArn), "a function of this stack")];
      return [...slow, ...idle];
    });
  }
  const told = remindedAfterDays(stack, secret);
  if (told !== undefined && told <= most) return [];
  return [violation(secret, ROTATION, told === undefined ? "none, and nobody is told of its age" : `none, and somebody is told after ${told} days`, required)];
}

export const smRotated: GraphRule = {
  id: "sm-rotated",
  reason: "A credential that leaked unnoticed works for as long as its value lives, so each class has a longest life.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set the class in groundwork:rotation.classes to the days of rotationDays in policy-floors.<stack>.json.",
  checklist: ["S-10"],
  equivalents: ["CKV_AWS_304", "CKV2_AWS_57", "AwsSolutions-SMG4", "FSBP SecretsManager.1", "FSBP SecretsManager.4"],
  evaluate: (stack, { rotationDays = {}, rotatedOnDemand = [] }) => {
    const classes = Object.entries(rotationDays);
    if (classes.length === 0) return NOT_ASKED;
    const violations = ofType(stack, SECRET).flatMap((secret) => {
      const { name, tags } = secret.properties;
      const onDemand = typeof name === "string" && rotatedOnDemand.some((end) => name.endsWith(`/${end}`));
      // A copy for the proxy, which the function writes together with the secret that it copies.
      const follows = at(tags, "RotationPolicy") === "with-its-role";
      if ([tags, classOf(secret)].includes(UNKNOWN)) return [violation(secret, "tags.SecretClass", shown(UNKNOWN), "a class that is known")];
      const [, most] = classes.find(([secretClass]) => secretClass === classOf(secret)) ?? [];
      return most === undefined || onDemand || follows ? [] : judge(stack, secret, most);
    });
    return mustExist(ofType(stack, SECRET), SECRET, violations);
  },
};
