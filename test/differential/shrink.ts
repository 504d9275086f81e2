import { compareOnce, type Finding } from './compare.js';
import { withFile } from './configuration.js';
import type { Place } from './place.js';
import { isBefore, type Verdict } from './verdict.js';

/** The smallest configuration found by taking lines away that still shows the same difference. */
export async function shrink(place: Place, finding: Finding, tries = 150): Promise<Finding> {
  let smallest = finding;
  let left = tries;
  for (const name of Object.keys(finding.configuration.files)) {
    for (let size = lineCount(smallest, name); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < lineCount(smallest, name) && left > 0; ) {
        left -= 1;
        const smaller = await without(place, smallest, name, at, size);
        if (smaller) smallest = smaller;
        else at += size;
      }
    }
  }
  return smallest;
}

const linesOf = ({ configuration }: Finding, name: string): string[] =>
  configuration.files[name]!.split('\n');
const lineCount = (finding: Finding, name: string): number => linesOf(finding, name).length;

async function without(
  place: Place,
  finding: Finding,
  name: string,
  at: number,
  size: number,
): Promise<Finding | undefined> {
  const lines = linesOf(finding, name);
  lines.splice(at, size);
  const text = lines.join('\n');
  if (text === finding.configuration.files[name]) return undefined;
  const found = await compareOnce(place, withFile(finding.configuration, name, text));
  return found && signatureOf(found) === signatureOf(finding) ? found : undefined;
}

/**
 * What two findings share that have the same cause: the kind of difference and the words, without numbers and names. Of two places
 * only what is said of the first one counts: the other server took that line.
 */
export function signatureOf({ difference, apache, ours }: Finding): string {
  if (difference !== 'place') return `${difference}: ${told(apache)} | ${told(ours)}`;
  return isBefore(ours, apache) ? `place, ours: ${told(ours)}` : `place, Apache: ${told(apache)}`;
}

function told(verdict: Verdict): string {
  if (verdict.kind === 'accepted') return 'OK';
  const message = verdict.message.replace(/(['"`])[^'"`]*['"`]/g, '$1…').replace(/\/tmp\S*/g, 'PATH');
  return `${verdict.form} ${message.replace(/\d+/g, '0').replace(/: \S+$/, ': …')}`;
}
