import { effectiveSettings } from "./effective-settings";
import type { EffectiveSettings, EffectiveValue } from "./effective-settings";
import { PLACEHOLDERS } from "./placeholders";
import type { Placeholder } from "./placeholders";

/** A value with which nobody may go live. */
export interface Finding extends EffectiveValue {
  readonly placeholder: Placeholder;
}

/** Every placeholder among a stack's values. A list is one value, found once for each kind. What is encrypted is not looked at. */
export function placeholdersOf(values: readonly EffectiveValue[]): readonly Finding[] {
  return values.flatMap((each) => {
    const texts = (Array.isArray(each.value) ? each.value : [each.value]).filter((item) => typeof item === "string");
    return PLACEHOLDERS.filter(({ pattern }) => !each.hidden && texts.some((text) => pattern.test(text))).map((placeholder) => ({
      ...each,
      placeholder,
    }));
  });
}

/** `groundwork go-live`: prints what must be set before a real deployment. @returns the exit code, 1 where anything must */
export function goLive(root: string, system: string | undefined, stack: string, json: boolean): number {
  const settings = effectiveSettings(root, system, stack);
  const findings = placeholdersOf(settings.values);
  if (json) {
    const list = findings.map(({ key, value, line, placeholder: { what, expected } }) => ({ key, value, line, what, expected }));
    process.stdout.write(`${JSON.stringify({ system: settings.system, stack, file: settings.file, placeholders: list }, undefined, 2)}\n`);
  } else if (findings.length === 0) {
    process.stdout.write(`${settings.file} holds no placeholder among ${settings.values.length} values\n`);
  } else process.stderr.write(goLiveText(settings, findings));
  return findings.length === 0 ? 0 : 1;
}

/** In the form of the settings' own errors. */
export function goLiveText({ file, stack }: EffectiveSettings, findings: readonly Finding[]): string {
  const count = findings.length === 1 ? "1 placeholder" : `${findings.length} placeholders`;
  const paragraphs = findings.map(({ key, value, line, placeholder: { what, expected } }) =>
    [
      `  ${key}`,
      `    got       ${JSON.stringify(value)}, ${what}`,
      `    expected  ${expected}`,
      `    mend      ${line === undefined ? "" : `line ${line} of ${file}, or `}pulumi config set --stack ${stack} --path '${key}' VALUE`,
    ].join("\n"),
  );
  return `${file} holds ${count}: it can be rehearsed, and must not go live\n\n${paragraphs.join("\n\n")}\n`;
}
