/** One request that the new version must answer as it should. */
export interface Check {
  readonly path: string;
  readonly status: number;
  /** A text that the answer holds; empty: any answer. */
  readonly contains: string;
}

export interface Plan {
  /** `https://app.example.org` */
  readonly origin: string;
  /** What tells the load balancer that a request is a test. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
  /** ARN of what is tested, for the log. */
  readonly revision: string | undefined;
}

/** What the function needs of the world, so that it can be tried without one. */
export interface World {
  readonly fetch: (url: string, init: RequestInit) => Promise<Pick<Response, "status" | "text">>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly log: (line: string) => void;
}

/** FAILED has ECS take the deployment back, and so has an answer without a status or none at all. */
export interface Verdict {
  readonly hookStatus: "SUCCEEDED" | "FAILED";
}

/** A listener rule that was changed this moment may not yet be changed everywhere. */
const ATTEMPTS = 3;
const PAUSE_MILLISECONDS = 5_000;
const ANSWER_MILLISECONDS = 10_000;

/**
 * Sends each request to the new version and compares the answer; one that is wrong three times fails the deployment.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
export async function smokeTest(world: World, plan: Plan): Promise<Verdict> {
  // Tests that test nothing must not let a version pass.
  if (plan.checks.length === 0) return verdict(world, plan, ["no checks"]);
  const problems = await Promise.all(plan.checks.map((check) => problemOf(world, plan, check)));
  return verdict(world, plan, problems.flatMap((problem) => problem ?? []));
}

function verdict(world: World, { revision, checks }: Plan, problems: readonly string[]): Verdict {
  const hookStatus = problems.length === 0 ? "SUCCEEDED" : "FAILED";
  world.log(JSON.stringify({ hookStatus, revision, checks: checks.length, problems }));
  return { hookStatus };
}

async function problemOf(world: World, plan: Plan, check: Check): Promise<string | undefined> {
  let problem: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    problem = await attemptOf(world, plan, check);
    if (problem === undefined) return undefined;
    if (attempt < ATTEMPTS) await world.wait(PAUSE_MILLISECONDS);
  }
  return problem;
}

async function attemptOf(world: World, { origin, headers }: Plan, { path, status, contains }: Check): Promise<string | undefined> {
  try {
    const answer = await world.fetch(`${origin}${path}`, {
      headers,
      // A redirect is an answer of its own; followed, it might lead to the old version.
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    });
    if (answer.status !== status) return `${path}: ${answer.status} instead of ${status}`;
    return contains === "" || (await answer.text()).includes(contains) ? undefined : `${path}: an answer without "${contains}"`;
  } catch (error) {
    return `${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
