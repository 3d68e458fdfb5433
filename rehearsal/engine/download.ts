const INSTALL_SCRIPT = "https://get.pulumi.com/install.sh";
/** A network that lets the download through answers in well under a second; one that swallows packets never does. */
const ANSWER_WITHIN_MS = 5_000;

/** Why the official download can't be had, `undefined` if it can. Asked first, because the installer itself waits 2 minutes. */
export async function downloadRefused(url: string = INSTALL_SCRIPT): Promise<string | undefined> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return response.ok ? undefined : `${new URL(url).host} answers ${response.status}`;
  } catch {
    return `${new URL(url).host} can't be reached`;
  }
}

/** Installs the official engine into `root`, its executables into `root/bin`, as `npx pulumi` and the Automation API do. */
export async function download(root: string): Promise<void> {
  // Loaded only here: the Automation API takes half a second to load, and a start that has its engine needs none of it.
  const { PulumiCommand } = await import("@pulumi/pulumi/automation");
  // Without a version it installs the SDK's own, which package.json pins to ENGINE_VERSION.
  await PulumiCommand.install({ root });
}
