import { compare, type Finding } from './compare.js';
import type { Configuration } from './configuration.js';
import { type Exception, exceptionFor } from './exceptions.js';
import { Place } from './place.js';
import { shrink, signatureOf } from './shrink.js';
import { shown } from './verdict.js';

/** What comparing many configurations came to. */
export interface Tally {
  readonly configurations: number;
  /** How often the two were asked, peeled rounds included. */
  readonly asked: number;
  /** Differences that no exception names, the first of each cause made small. */
  readonly findings: readonly (Finding & { readonly times: number })[];
  /** How often each exception was met, by id. */
  readonly excused: ReadonlyMap<string, number>;
}

export interface CompareOptions {
  /** How many servers run at a time; 2 unless told otherwise. */
  readonly workers?: number;
  /** Whether the first finding of each cause is made smaller. */
  readonly small?: boolean;
  /** Told after each configuration. */
  readonly progress?: (done: number) => void;
}

interface Group {
  readonly first: Finding;
  times: number;
}

/** Compares on all configurations. */
export async function compareAll(
  configurations: readonly Configuration[],
  { workers = 2, small = true, progress }: CompareOptions = {},
): Promise<Tally> {
  const pending = [...configurations].reverse();
  const groups = new Map<string, Group>();
  const excused = new Map<string, number>();
  let asked = 0;
  const work = async (): Promise<void> => {
    const place = new Place();
    try {
      for (let next = pending.pop(); next; next = pending.pop()) {
        const compared = await compare(place, next);
        asked += compared.asked;
        compared.findings.forEach((finding) => void sort(finding, groups, excused));
        progress?.(configurations.length - pending.length);
      }
    } finally {
      place.remove();
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const findings = small ? await shrinkAll([...groups.values()]) : [...groups.values()].map(flat);
  return { configurations: configurations.length, asked, findings, excused };
}

function sort(finding: Finding, groups: Map<string, Group>, excused: Map<string, number>): void {
  const exception: Exception | undefined = exceptionFor(finding);
  if (exception) {
    excused.set(exception.id, (excused.get(exception.id) ?? 0) + 1);
    return;
  }
  const signature = signatureOf(finding);
  const group = groups.get(signature);
  if (group) group.times += 1;
  else groups.set(signature, { first: finding, times: 1 });
}

const flat = ({ first, times }: Group) => ({ ...first, times });

async function shrinkAll(groups: readonly Group[]): Promise<Tally['findings']> {
  const place = new Place();
  const found: (Finding & { readonly times: number })[] = [];
  try {
    for (const { first, times } of groups) found.push({ ...(await shrink(place, first)), times });
  } finally {
    place.remove();
  }
  return found;
}

/** A finding for people: what the two say and the configuration. */
export function report({
  configuration,
  difference,
  apache,
  ours,
  times,
}: Tally['findings'][number]): string {
  const { name, modules, defines, files } = configuration;
  const loaded =
    modules === 'all' ? '' : `, modules: ${modules.map((each) => each.replace('_module', '')).join(' ')}`;
  const texts = Object.entries(files)
    .filter(([, text]) => text !== '')
    .map(
      ([file, text]) =>
        `  ${file}:\n${JSON.stringify(text).slice(1, -1).replaceAll('\\n', '\n').replace(/^/gm, '    ')}`,
    );
  return [
    `${difference} (${times} times, first in ${name}${defines.map((each) => ` -D ${each}`).join('')}${loaded})`,
    `  apache2: ${shown(apache)}`,
    `  ours:    ${shown(ours)}`,
    ...texts,
  ].join('\n');
}
