import type { DecisionClass } from '../diff/decision-diff.js';
import { classText, placeText, untriedLines } from '../diff/render-text.js';
import { alikeDifferences } from '../migrate/alike.js';
import type { MigrationEntry } from '../migrate/migration.js';
import type { Difference, MigrationReport, Proof } from '../migrate/migration-report.js';

/** A migration for people at a terminal. */
export function renderMigrationText(report: MigrationReport): string {
  const { entries, refused, proofs, nextSteps, unnamed } = report;
  const files = [...new Set(entries.map(({ place }) => place.file))];
  const parts = [
    migrationHeadline(report),
    ...(refused.length > 0 ? [refusedText(report)] : []),
    ...files.map((file) => fileText(file, report)),
    ...(unnamed.length > 0
      ? [
          [
            'NOT NAMED, and not changed: name them, too',
            ...unnamed.map(({ file, lines }) => `  ${file}: ${counted(lines, 'line')} to migrate`),
          ].join('\n'),
        ]
      : []),
    ...proofs.map((proof) => proofText(proof, report)),
    ...(nextSteps.length > 0
      ? [['NEXT', ...nextSteps.map((step, index) => `  ${index + 1}. ${step}`)].join('\n')]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** How much has changed, and how many choices are to be made. */
export function migrationHeadline({ targets, changed, entries, openChoices }: MigrationReport): string {
  const to = `Migration to ${targets.join(', then ')}`;
  const choices = openChoices.length;
  const open = choices === 0 ? '' : ` ${counted(choices, 'choice')} to make: ${openChoices.join(', ')}.`;
  if (changed.length === 0) return `${to}: nothing to change.${open}`;
  const told = counted(entries.length, 'entry', 'entries');
  if (targets.includes('nginx')) return `${to}: ${counted(changed.length, 'file')} made, ${told}.${open}`;
  return `${to}: ${counted(changed.length, 'file')} ${changed.length === 1 ? 'changes' : 'change'}, ${told}.${open}`;
}

const counted = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** What it means that lines are refused. */
export function refusedTitle({ refused }: MigrationReport): string {
  return refused.some(({ isMistake }) => isMistake)
    ? 'REFUSED NOW: httpd took these lines before; this is a mistake of kerbgate'
    : 'REFUSED NOW, too: httpd refused the old text elsewhere; mend that first';
}

function refusedText(report: MigrationReport): string {
  const { refused } = report;
  const lines = refused.map(({ place, message }) => `  ${place ? `${placeText(place)}: ` : ''}${message}`);
  return [refusedTitle(report), ...lines].join('\n');
}

function fileText(file: string, { entries, alsoChanged, openChoices }: MigrationReport): string {
  const also = alsoChanged.includes(file) ? ' (not named; included by what was)' : '';
  const own = entries.filter(({ place }) => place.file === file);
  return [`${file}${also}`, ...own.map((entry) => entryText(entry, openChoices))].join('\n');
}

/** What an entry is called, with whether there is a choice to make that the headline counts. */
export function entryLabel(
  { kind, choice }: Pick<MigrationEntry, 'kind' | 'choice'>,
  openChoices: readonly string[],
): string {
  if (!choice) return kind;
  const state = openChoices.includes(choice.id) ? 'choice to make' : 'choice made';
  return kind === 'choice' ? state : `${kind}, ${state}`;
}

function entryText(entry: MigrationEntry, openChoices: readonly string[]): string {
  const { mapping, place, before, after, message, choice } = entry;
  const options =
    choice?.options.map(({ value, meaning }) => {
      const taken = value === choice.taken ? ' (taken)' : '';
      return ['', `--choose ${choice.id}=${value}${taken}: ${meaning}`] as const;
    }) ?? [];
  const rows = [
    ['was', before] as const,
    ...after.map((line, index) => [index === 0 ? 'now' : '', line] as const),
    ['', message] as const,
    ...options,
  ];
  const head = `  ${place.line}: ${entryLabel(entry, openChoices)} (${mapping})`;
  return [head, ...rows.map(([name, value]) => `      ${name.padEnd(4)} ${value}`)].join('\n');
}

function proofText(proof: Proof, report: MigrationReport): string {
  const { main, differences, leftOut, undecided, effort, impossible } = proof;
  if (impossible !== undefined) return `DECISIONS of ${main}\n  not compared: ${impossible}`;
  const parts = [
    [`DECISIONS of ${main}`, `  ${decisionsHeadline(proof)}`].join('\n'),
    ...alikeDifferences(differences).map((each) => differenceText(each, report)),
  ];
  const notes = [
    ...(proof.refused === undefined ? [] : [`  ${proof.refused}`]),
    ...leftOut.map(
      ({ side, place, why }) =>
        `  left out${side === 'both' ? '' : `, ${side}`}: ${place ? `${placeText(place)}: ` : ''}${why}`,
    ),
    ...undecided.map(
      ({ what, why, places }) => `  not decided: ${[what, ...places.map(placeText)].join(', ')}: ${why}`,
    ),
    ...effort.cutOff.map((each) => `  not all was tried: ${each}`),
    ...untriedLines(effort.untried).map((each) => `  not tried: ${each}`),
    `  tried: ${effort.requests} requests for ${effort.paths} paths`,
  ];
  return [...parts, notes.join('\n')].join('\n\n');
}

/** What the comparison came to. */
export function decisionsHeadline({ differences }: Proof): string {
  if (differences.length === 0) return 'No request was found that is decided otherwise than before.';
  const opens = differences.filter(({ requests }) => requests.openings.length > 0).length;
  const unexplained = differences.filter(({ explainedBy }) => explainedBy.length === 0).length;
  const parts = [
    `${counted(differences.length, 'kind')} of requests ${differences.length === 1 ? 'is' : 'are'} decided otherwise`,
    opens === 0 ? 'none of them opens anything' : `${opens} OPENS SOMETHING`,
    unexplained === 0 ? 'all explained' : `${unexplained} UNEXPLAINED`,
  ];
  return `${parts.join('; ')}.`;
}

/** One of the differences that are alike as a whole, of the others what tells them apart. */
function differenceText(alike: readonly Difference[], { entries }: MigrationReport): string {
  const [{ requests, explainedBy }, ...others] = alike as [Difference, ...Difference[]];
  const why =
    explainedBy.length === 0
      ? ['  UNEXPLAINED: no entry above says why; look at it before you use the result']
      : reasonsTold(explainedBy, entries).map(
          ({ places, mapping, message }) => `  why      ${places} (${mapping}): ${message}`,
        );
  return [classText(requests), ...why, ...othersText(others)].join('\n');
}

/** Entries that say the same, with the places of some and the number of the others. */
export function reasonsTold(
  explainedBy: readonly number[],
  entries: readonly MigrationEntry[],
): readonly { readonly places: string; readonly mapping: string; readonly message: string }[] {
  const groups = new Map<string, MigrationEntry[]>();
  for (const index of explainedBy) {
    const entry = entries[index]!;
    const key = `${entry.mapping} ${entry.message}`;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()].map((group) => {
    const { mapping, message } = group[0]!;
    const places = [...new Set(group.map(({ place }) => placeText(place)))];
    const left = places.length - mostPlaces;
    const more = left > 0 ? [`${left} more`] : [];
    return { places: [...places.slice(0, mostPlaces), ...more].join(', '), mapping, message };
  });
}

const mostPlaces = 3;

/** How many of the differences that are alike are told of by a request. */
const mostShown = 5;

function othersText(others: readonly Difference[]): readonly string[] {
  if (others.length === 0) return [];
  const shown = others.slice(0, mostShown).map(({ requests }) => `  also     ${briefly(requests)}`);
  const left = others.length - shown.length;
  return left === 0 ? shown : [...shown, `  also     ${counted(left, 'more kind')} of requests`];
}

/** A kind of requests in a line: one of them, and who makes them. */
export function briefly({ server, example, credentials, conditions }: DecisionClass): string {
  return [
    `${example.request} at ${server}`,
    ...(credentials ? [credentials.join(', ')] : []),
    ...conditions,
  ].join('; ');
}
