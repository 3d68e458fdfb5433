import { z } from "zod";

const document = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string(),
      Action: z.array(z.string()),
      Resource: z.array(z.string()),
      Condition: z.record(z.string(), z.record(z.string(), z.array(z.string()))).optional(),
    }),
  ),
});

/** The statements of a policy that policyDocument() wrote. */
export function statementsOf(policy: unknown) {
  return document.parse(JSON.parse(z.string().parse(policy))).Statement;
}

const environment = z.object({ variables: z.record(z.string(), z.string()) });

/** The variables of a Lambda function. */
export function variablesOf(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return environment.parse(inputs.environment).variables;
}
