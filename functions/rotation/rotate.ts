import { databaseStrategy } from "./database-strategy";
import { keyStrategy } from "./key-strategy";
import { nameOfSecret } from "./plan";
import type { RotationPlan, SecretPlan } from "./plan";
import type { Strategy } from "./strategy";
import type { SecretValue, World } from "./world";

/** What Secrets Manager calls the function with. */
export interface RotationEvent {
  readonly SecretId: string;
  readonly ClientRequestToken: string;
  readonly Step: string;
}

/**
 * One of the four steps by which Secrets Manager rotates a secret. Each can be interrupted anywhere and called again.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export async function rotate(world: World, plan: RotationPlan, event: RotationEvent): Promise<void> {
  const { SecretId: secretId, ClientRequestToken: token, Step: step } = event;
  const name = nameOfSecret(secretId);
  const secretPlan = plan.secrets[name];
  if (secretPlan === undefined) throw new Error(`the secret ${name} is none that this function rotates`);
  const strategy = strategyOf(world, plan, secretPlan);
  const { secrets, log } = world;
  log(`${step} of ${name}, version ${token}`);

  const stages = await secrets.stages(secretId);
  const stagesOfToken = stages[token];
  if (stagesOfToken === undefined) throw new Error(`version ${token} is none of ${name}`);
  const isCurrent = stagesOfToken.includes("AWSCURRENT");
  if (!isCurrent && !stagesOfToken.includes("AWSPENDING")) throw new Error(`version ${token} of ${name} is not pending`);

  switch (step) {
    case "createSecret": {
      if (isCurrent || (await secrets.read(secretId, "AWSPENDING", token)) !== undefined) return;
      await secrets.put(secretId, await strategy.create(await current()), { token });
      return;
    }
    case "setSecret":
      if (!isCurrent) await strategy.set(await current(), await pending());
      return;
    case "testSecret":
      if (!isCurrent) await strategy.test(await current(), await pending());
      return;
    case "finishSecret": {
      if (!isCurrent) {
        const from = Object.keys(stages).find((version) => stages[version]?.includes("AWSCURRENT"));
        await secrets.promote(secretId, token, from);
      }
      // Also when the version is current already: the step before may have been cut off between the two.
      for (const service of secretPlan.services) {
        await world.services.redeploy(plan.cluster, service);
        log(`redeployed ${service}`);
      }
      return;
    }
    default:
      throw new Error(`no step "${step}"`);
  }

  async function current(): Promise<SecretValue> {
    const value = await secrets.read(secretId, "AWSCURRENT");
    if (value === undefined) throw new Error(`${name} has no current version`);
    return value;
  }

  async function pending(): Promise<SecretValue> {
    const value = await secrets.read(secretId, "AWSPENDING", token);
    if (value === undefined) throw new Error(`the pending version of ${name} has no value`);
    return value;
  }
}

function strategyOf(world: World, plan: RotationPlan, secretPlan: SecretPlan): Strategy {
  if (secretPlan.kind === "key") return keyStrategy(world, secretPlan);
  if (plan.database === undefined) throw new Error("a database secret is rotated, but no database is named");
  return databaseStrategy(world, secretPlan, plan.database, plan.cluster);
}
