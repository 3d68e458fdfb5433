import { environmentOf, looksSecret, namesSecret } from "../../containers";
import { comesFrom } from "../../evidence";
import { must, oneOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Value } from "../../model";
import type { PropertyRule } from "../../rule";
import { isProperties, UNKNOWN } from "../../../rehearsal/provider/struct";

const FUNCTION = "aws:lambda/function:Function";

/** Runtimes that get patches for a year at least. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIMES = ["nodejs22.x", "nodejs24.x", "python3.12", "python3.13", "python3.14", "java21", "java25", "dotnet8", "dotnet10", "ruby3.3", "ruby3.4", "provided.al2023"];

/** A function's variables as those of a container, so that the two are judged alike. */
const variables = (value: Value | undefined) =>
  environmentOf({ environment: Object.entries(isProperties(value) ? value : {}).map(([name, given]) => ({ name, value: given })) });

/** What is known of the variables; what another resource tells is no text of the program. */
function knownVariables({ properties }: PolicyResource): Properties | undefined {
  const { environment } = properties;
  const given = isProperties(environment) ? environment.variables : undefined;
  if (!isProperties(given)) return undefined;
  return { ...properties, environment: { variables: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === UNKNOWN ? "" : value])) } };
}

export const LAMBDA_RULES: readonly PropertyRule[] = [
  {
    id: "lambda-runtime",
    reason: "a runtime that AWS has given up gets no patches, and then no deployments",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make functions with createLambda, which names the runtime",
    checklist: ["S-32"],
    equivalents: ["CKV_AWS_363", "AwsSolutions-L1", "FSBP Lambda.2", "Prowler awslambda_function_using_supported_runtimes"],
    types: [FUNCTION],
    property: "runtime",
    when: ({ properties }) => properties.packageType !== "Image",
    ...oneOf(...RUNTIMES),
  },
  {
    id: "lambda-own-log",
    reason: "a log group that Lambda makes by itself has no key and keeps everything for ever",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make functions with createLambda, which makes the log group first",
    checklist: ["S-26", "S-28"],
    equivalents: [],
    types: [FUNCTION],
    property: "loggingConfig.logGroup",
    whenUnknown: logOf,
    ...must("a log group of this stack", (value, _, _resource, stack) => typeof value === "string" && value !== "" && (value.startsWith("urn:") || stack.resources.some(({ type, properties }) => type === "aws:cloudwatch/logGroup:LogGroup" && properties.name === value)), ["", "/of-somebody-else", undefined]),
  },
  {
    id: "lambda-no-plain-secrets",
    reason: "whoever may look at a function sees its variables",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "let the function read the secret from Secrets Manager",
    checklist: ["S-09"],
    equivalents: ["CKV_AWS_45", "Prowler awslambda_function_no_secrets_in_variables"],
    types: [FUNCTION],
    property: "environment.variables",
    whenUnknown: knownVariables,
    ...must("no variable with a secret in it", (value) => (value === undefined || isProperties(value)) && variables(value).every(({ name, value: text }) => !looksSecret(text) && (text === "" || !namesSecret(name))), (good) => {
      const known = isProperties(good) ? good : {};
      return [{ ...known, API_TOKEN: "a-text" }, { ...known, TARGET: "postgresql://app:word@host/app" }, "a text"];
    }),
  },
  {
    id: "lambda-url-authorized",
    reason: "a URL without a check runs the function for everybody",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "set authorizationType to AWS_IAM, or put the function behind the load balancer",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_258", "Prowler awslambda_function_url_public"],
    types: ["aws:lambda/functionUrl:FunctionUrl"],
    property: "authorizationType",
    ...oneOf("AWS_IAM"),
  },
  {
    id: "lambda-invoked-by-ours",
    reason: "a service calls functions for other customers as well, and would call ours for them",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "give the permission a sourceAccount or a sourceArn",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_301", "CKV_AWS_364", "FSBP Lambda.1", "Prowler awslambda_function_not_publicly_accessible"],
    types: ["aws:lambda/permission:Permission"],
    property: "principal",
    ...must(
      "a service with a source, or an account",
      (value, _, { properties }) =>
        typeof value === "string" &&
        (/^\d{12}$|^arn:[^*]+$/.test(value) || (/^[a-z0-9.-]+\.amazonaws\.com$/.test(value) && [properties.sourceAccount, properties.sourceArn].some((source) => typeof source === "string" && source !== ""))),
      ["*", "arn:aws:iam::*:root", undefined],
    ),
    wrongTogether: () => [{ principal: "events.amazonaws.com", sourceAccount: undefined, sourceArn: undefined }],
  },
];

/** The group of the stack that a name comes from, judged as its URN. */
function logOf(resource: PolicyResource, stack: Parameters<NonNullable<PropertyRule["whenUnknown"]>>[1]): Properties | undefined {
  const copy = comesFrom("loggingConfig", ["aws:cloudwatch/logGroup:LogGroup"])(resource, stack);
  return copy === undefined ? undefined : { ...copy, loggingConfig: { logGroup: copy.loggingConfig ?? null } };
}
