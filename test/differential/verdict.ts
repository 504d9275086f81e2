/**
 * What a server says of a configuration. `file` is as the server names it, `line` counts from 1; a refusal of the configuration as a
 * whole has none. `walk` and `read` are httpd's two ways to name a line.
 */
export type Verdict =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly form: 'walk' | 'read' | 'whole';
      readonly file: string;
      readonly line: number;
      readonly message: string;
    };

const walked = /^AH00526: Syntax error on line (\d+) of (.+?):\n([^\n]*)/m;
const read = /^httpd: ((?:Syntax error on line \d+ of .+?: )+)([^\n]*)/m;

/** Takes apart what a server prints; a program name other than httpd counts as httpd. */
export function verdictOf(printed: string, accepted: boolean): Verdict {
  if (accepted) return { kind: 'accepted' };
  const text = printed.replace(/^((?:AH\d+: )?)apache2: /gm, '$1httpd: ');
  const inWalk = walked.exec(text);
  if (inWalk)
    return {
      kind: 'refused',
      form: 'walk',
      file: inWalk[2]!,
      line: Number(inWalk[1]),
      message: inWalk[3]!.trim(),
    };
  const inRead = read.exec(text);
  if (inRead) {
    const chain = [...inRead[1]!.matchAll(/Syntax error on line (\d+) of (.+?): /g)];
    const [, line, file] = chain.at(-1)!;
    return { kind: 'refused', form: 'read', file: file!, line: Number(line), message: inRead[2]!.trim() };
  }
  return { kind: 'refused', form: 'whole', file: '', line: 0, message: wholeMessage(text) };
}

/** Warnings, time stamps and the last line that every refusal has say nothing of why. */
function wholeMessage(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^\[[^\]]*\] (?:\[[^\]]*\] )*/, '').trim());
  const noise = /^$|^AH00014|^AH00112|^AH00548|^AH00671|Warning/i;
  return lines.filter((line) => !noise.test(line)).at(-1) ?? '';
}

/** How two verdicts differ: in whether the configuration is taken, in the place that is named, in the words; or not at all. */
export type Difference = 'verdict' | 'place' | 'message';

/** The worst difference of two verdicts. */
export function differenceOf(apache: Verdict, ours: Verdict): Difference | undefined {
  if (apache.kind === 'accepted' || ours.kind === 'accepted')
    return apache.kind === ours.kind ? undefined : 'verdict';
  if (apache.file !== ours.file || apache.line !== ours.line) return 'place';
  return apache.form !== ours.form || apache.message !== ours.message ? 'message' : undefined;
}

/** Whether a verdict names an earlier line than another does, in the same pass over the same file; or any, where the other is none. */
export function isBefore(left: Verdict, right: Verdict): boolean {
  if (left.kind === 'accepted') return false;
  if (right.kind === 'accepted') return true;
  return left.form === right.form && left.file === right.file && left.line < right.line;
}

/** A verdict on one line. */
export function shown(verdict: Verdict): string {
  if (verdict.kind === 'accepted') return 'OK';
  const { form, file, line, message } = verdict;
  return form === 'whole' ? `whole: ${message}` : `${form} ${file.replace(/.*\//, '')}:${line}: ${message}`;
}
