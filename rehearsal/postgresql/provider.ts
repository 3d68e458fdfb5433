import { z } from "zod";
import type { Provider, Subject } from "../provider/provider";
import { hasUnknown } from "../provider/struct";
import type { Properties } from "../provider/struct";
import { database } from "./database";
import { defaultPrivileges } from "./default-privileges";
import { extension } from "./extension";
import { grant } from "./grant";
import { grantRole } from "./grant-role";
import type { Kind } from "./kind";
import { masterOf } from "./master";
import type { Master } from "./master";
import { role } from "./role";
import { schema } from "./schema";
import type { PostgresServer } from "./server";

const KINDS: Readonly<Record<string, Kind>> = {
  "postgresql:index/database:Database": database,
  "postgresql:index/defaultPrivileges:DefaultPrivileges": defaultPrivileges,
  "postgresql:index/extension:Extension": extension,
  "postgresql:index/grant:Grant": grant,
  "postgresql:index/grantRole:GrantRole": grantRole,
  "postgresql:index/role:Role": role,
  "postgresql:index/schema:Schema": schema,
};

/** Host and port are left unread: the rehearsal's server stands where it stands, not at the end of a tunnel. */
const configurationSchema = z.object({
  username: z.string().min(1),
  password: z.string().min(1),
  database: z.string().min(1).default("postgres"),
});

/** The postgresql package on a real server: every answer comes from its catalogs, every change is SQL. */
export function postgresqlProvider(server: PostgresServer): Provider {
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: two changes to the access list of one database at the same moment make PostgreSQL refuse one. */
  const queued = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  };
  const inTurn = <T>({ configuration }: Subject, act: (master: Master) => Promise<T>): Promise<T> =>
    queued(() => {
      const { username, password, database: ownDatabase } = credentials(configuration);
      return act(masterOf(server, username, password, ownDatabase));
    });
  return {
    packageName: "postgresql",
    configure: async (inputs) => {
      // In a first preview the password is still to be generated, and nothing is asked of the server.
      if (hasUnknown(inputs)) return;
      const { username, password } = credentials(inputs);
      await queued(() => server.ensureMaster(username, password));
    },
    check: async (subject, inputs) => ({ inputs, failures: kindOf(subject).check(inputs) }),
    diff: async (subject, old, inputs) => kindOf(subject).diff(old.inputs, inputs),
    create: async (subject, inputs, preview) => ({
      id: preview ? "" : await inTurn(subject, (master) => kindOf(subject).create(master, subject.urn, inputs)),
      outputs: inputs,
    }),
    read: (subject, id, inputs) =>
      inTurn(subject, async (master) => {
        const live = await kindOf(subject).read(master, id, inputs);
        return live === undefined ? undefined : { id, outputs: live, inputs: live };
      }),
    update: async (subject, old, inputs, preview) => {
      if (!preview) await inTurn(subject, (master) => kindOf(subject).update(master, old.inputs, inputs));
      return inputs;
    },
    delete: (subject, id, outputs) => inTurn(subject, (master) => kindOf(subject).remove(master, subject.urn, id, outputs)),
    invoke: async (token) => {
      throw new Error(`the rehearsal's PostgreSQL has no data source ${token}`);
    },
  };
}

function credentials(configuration: Properties): z.infer<typeof configurationSchema> {
  const parsed = configurationSchema.safeParse(configuration);
  if (parsed.success) return parsed.data;
  const missing = parsed.error.issues.map(({ path }) => path.join(".")).join(" and ");
  throw new Error(`the postgresql provider needs ${missing}: the master user's, as the database component gives them out`);
}

function kindOf({ type }: Subject): Kind {
  const found = KINDS[type];
  if (found === undefined) throw new Error(`the rehearsal's PostgreSQL has no resource type ${type}; it has ${Object.keys(KINDS).join(", ")}`);
  return found;
}
