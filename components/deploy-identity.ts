import * as pulumi from "@pulumi/pulumi";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import { Policy } from "@pulumi/aws/iam/policy";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import {
  BOUNDARY_PATH,
  boundaryStatements,
  changeStatements,
  DEPLOY_PATH,
  deployStatements,
  readStatements,
  rolePath,
  secretStatements,
  stateStatements,
} from "./internal/deploy-permissions";
import type { StateBucket } from "./internal/deploy-permissions";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";
import { GITHUB_ISSUER, githubTrust } from "./internal/trust-documents";

export interface DeployIdentityArgs {
  /** `<system>-<environment>`: the name of the roles and of the path below which the system's own roles live. */
  namePrefix: string;
  accountId: string;
  /** The regions that a deployment may make anything in. */
  regions: readonly string[];
  /** Whether this stack makes GitHub's identity provider, which an account has once. Otherwise another stack has made it. */
  ownsProvider: boolean;
  /** `<owner>/<repository>` on GitHub. */
  repository: string;
  /** Environments of the repository -> what their jobs may do. None stands in two of the lists. */
  environments: {
    /** Looks at configurations. Runs what a branch says, so it reads no data and no secret. */
    readonly preview: readonly string[];
    /** Looks at secrets as well, to see what was changed by hand. Runs what the main branch says. */
    readonly drift: readonly string[];
    /** Changes the system. Its environment wants an approval by somebody else than the author. */
    readonly deploy: readonly string[];
  };
  /** How long a job's credentials last, in seconds: 3600 to 43200. */
  maxSessionSeconds: number;
  /** Start of the names of the system's secrets, `<system>/<environment>/`. */
  secretPrefix: string;
  /** The bucket of Pulumi's state. @default - none, the state is not in this account */
  state?: StateBucket | undefined;
}

/**
 * Who deploys: jobs on GitHub that show a token of their own, in three roles, without any key that could leak.
 *
 * Creates: GitHub's identity provider where it is asked for, three roles with their permissions, policies of what they read
 * and change, and the bound that every role of the system has to carry.
 * Guarantees: a role is for one repository and for jobs that an environment's rules have let pass; who previews changes
 * nothing, and who deploys can change none of these roles, no bound, no user, no trail, no lock and no recovery point, makes
 * nothing outside the regions, and can give no role more than the bound allows.
 * The first deployment, and each that changes this component, is therefore a person's, as an administrator.
 * Cost: none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export class DeployIdentity extends pulumi.ComponentResource {
  /** The bound; every role of the system carries it. */
  public readonly boundaryArn: pulumi.Output<string>;
  /** preview, drift and deploy -> what a workflow assumes. */
  public readonly roleArns: Readonly<Record<keyof DeployIdentityArgs["environments"], pulumi.Output<string>>>;

  constructor(name: string, args: DeployIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:deploy-identity:DeployIdentity", name, {}, opts);
    const { accountId, namePrefix, state } = args;
    const provider = args.ownsProvider
      ? [
          new OpenIdConnectProvider(
            `${name}-github`,
            // No thumbprint: IAM checks GitHub's certificate against the authorities that it trusts.
            { url: `https://${GITHUB_ISSUER}`, clientIdLists: ["sts.amazonaws.com"] },
            { parent: this, protect: true },
          ),
        ]
      : [];

    const bounds = boundaryStatements(accountId);
    const boundaryName = physicalName("policy", namePrefix, "boundary");
    // From its parts and not from the resource: the deployer's own policy is then known in a preview.
    const boundaryArn = `arn:aws:iam::${accountId}:policy${BOUNDARY_PATH}${boundaryName}`;
    const boundary = new Policy(
      `${name}-boundary`,
      {
        name: boundaryName,
        path: BOUNDARY_PATH,
        description: `${namePrefix}: the most that its roles may do`,
        policy: policyDocument(bounds),
      },
      { parent: this },
    );

    // Attached and not written into each role: a role's own policies have 10 240 characters together.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    const documents: Record<string, ReturnType<typeof policyOutline>> = { [`${name}-boundary`]: policyOutline(bounds) };
    const permissions = (what: "read" | "change", statements: readonly PolicyStatement[]) => {
      const policyName = physicalName("policy", namePrefix, what);
      const policy = new Policy(
        `${name}-${what}`,
        { name: policyName, path: DEPLOY_PATH, description: `${namePrefix}: what its deployers ${what}`, policy: policyDocument(statements) },
        { parent: this },
      );
      documents[`${name}-${what}`] = policyOutline(statements);
      return { what, arn: policy.arn };
    };
    const read = permissions("read", readStatements());
    const change = permissions("change", changeStatements());

    const create = (
      purpose: keyof DeployIdentityArgs["environments"],
      description: string,
      statements: readonly PolicyStatement[],
    ): pulumi.Output<string> => {
      const role = new Role(
        `${name}-${purpose}`,
        {
          name: physicalName("role", namePrefix, purpose),
          path: DEPLOY_PATH,
          description: `${namePrefix}: ${description}`,
          assumeRolePolicy: githubTrust(accountId, args.repository, args.environments[purpose]),
          maxSessionDuration: args.maxSessionSeconds,
        },
        // IAM refuses a trust in a provider that the account doesn't have.
        { parent: this, dependsOn: provider },
      );
      for (const { what, arn } of purpose === "deploy" ? [read, change] : [read]) {
        new RolePolicyAttachment(`${name}-${purpose}-${what}`, { role: role.name, policyArn: arn }, { parent: this });
      }
      if (statements.length === 0) return role.arn;
      new RolePolicy(`${name}-${purpose}`, { role: role.name, policy: policyDocument(statements) }, { parent: this });
      documents[`${name}-${purpose}`] = policyOutline(statements);
      return role.arn;
    };

    const seesState = state === undefined ? [] : stateStatements(state, "read");
    this.roleArns = {
      preview: create("preview", "jobs that preview a change", seesState),
      drift: create("drift", "jobs that look for drift", [...seesState, ...secretStatements(accountId, args.secretPrefix)]),
      deploy: create("deploy", "jobs that deploy", [
        ...(state === undefined ? [] : stateStatements(state, "write")),
        ...deployStatements({ accountId, regions: args.regions, rolePath: rolePath(namePrefix), boundaryArn }),
      ]),
    };

    this.boundaryArn = boundary.arn;
    this.registerOutputs({ boundaryArn: this.boundaryArn, roleArns: this.roleArns, documents });
  }
}
