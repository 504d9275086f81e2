import { cellCode, cellText, code, escaped, renderDiffMarkdown } from '../diff/render-markdown.js';
import { placeText } from '../diff/render-text.js';
import { alikeDifferences } from '../migrate/alike.js';
import type { MigrationEntry } from '../migrate/migration.js';
import type { Difference, MigrationReport, Proof } from '../migrate/migration-report.js';
import {
  briefly,
  decisionsHeadline,
  entryLabel,
  migrationHeadline,
  reasonsTold,
  refusedTitle,
} from './migration-text.js';

/** A migration as the description of a pull request. */
export function renderMigrationMarkdown(report: MigrationReport): string {
  const { entries, refused, proofs, nextSteps, unnamed } = report;
  const choices = entries.filter(({ choice }) => choice !== undefined);
  const isOpen = ({ choice }: MigrationEntry) => report.openChoices.includes(choice!.id);
  const open = choices.filter(isOpen);
  const made = choices.filter((entry) => !isOpen(entry));
  const parts = [
    `### ${escaped(migrationHeadline(report))}`,
    ...(refused.length > 0
      ? [
          `#### ${refusedTitle(report)}`,
          list(refused.map(({ place, message }) => `${placeCode(place)}${escaped(message)}`)),
        ]
      : []),
    ...(open.length > 0 ? ['#### Choices to make', list(open.map((each) => choiceItem(each, ' ')))] : []),
    ...(made.length > 0 ? ['#### Choices made', list(made.map((each) => choiceItem(each, 'x')))] : []),
    ...(unnamed.length > 0
      ? [
          '#### Not named, and not changed',
          list(unnamed.map(({ file, lines }) => `${code(file)}: ${lines} lines to migrate`)),
        ]
      : []),
    ...(entries.length > 0 ? ['#### Lines', entryTable(report)] : []),
    ...proofs.flatMap((proof) => proofParts(proof, report)),
    ...(nextSteps.length > 0
      ? ['#### Next', nextSteps.map((step, index) => `${index + 1}. ${escaped(step)}`).join('\n')]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const placeCode = (place: MigrationEntry['place'] | undefined): string =>
  place ? `${code(placeText(place))}: ` : '';

function choiceItem({ place, message, choice }: MigrationEntry, mark: ' ' | 'x'): string {
  const options = choice!.options.map(({ value, meaning }) => {
    const taken = value === choice!.taken ? ' **(taken)**' : '';
    return `  - ${code(`--choose ${choice!.id}=${value}`)}${taken}: ${escaped(meaning)}`;
  });
  return [`[${mark}] ${placeCode(place)}${escaped(message)}`, ...options].join('\n');
}

function entryTable({ entries, openChoices }: MigrationReport): string {
  const rows = entries.map((entry) => {
    const { place, before, after, message } = entry;
    const now = after.length === 0 ? '' : after.map(cellCode).join('<br>');
    return `| ${cellCode(placeText(place))} | ${entryLabel(entry, openChoices)} | ${cellCode(before)} | ${now} | ${cellText(message)} |`;
  });
  return ['| line | | was | now | why |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function proofParts(proof: Proof, report: MigrationReport): readonly string[] {
  const { main, differences, leftOut, undecided, effort, impossible } = proof;
  if (impossible !== undefined)
    return [`### Decisions of ${code(main)}`, escaped(`Not compared: ${impossible}.`)];
  const alike = alikeDifferences(differences);
  const classes = alike.map(([first]) => first!.requests);
  const result = { changed: classes.length > 0, classes, undecided, effort };
  const reasons = alike.map((each, index) => `${index + 1}. ${reasonOf(each, report)}`);
  return [
    ...(classes.length < differences.length
      ? [escaped(`${decisionsHeadline(proof)} Those that are alike are told of once.`)]
      : []),
    renderDiffMarkdown(result, { old: `${main} before`, new: `${main} after` }).trimEnd(),
    ...(reasons.length > 0 ? ['#### Why', reasons.join('\n')] : []),
    ...(proof.refused === undefined ? [] : [`**${escaped(proof.refused)}**`]),
    ...(leftOut.length > 0
      ? [
          '#### Left out of the comparison',
          list(
            leftOut.map(
              ({ side, place, why }) =>
                `${side === 'both' ? '' : `${side}: `}${placeCode(place)}${escaped(why)}`,
            ),
          ),
        ]
      : []),
  ];
}

function reasonOf(alike: readonly Difference[], { entries }: MigrationReport): string {
  const [{ requests, explainedBy }, ...others] = alike as [Difference, ...Difference[]];
  const what = `${code(requests.paths.join(', '))}, ${escaped(requests.before.text)} → ${escaped(requests.after.text)}`;
  if (explainedBy.length === 0) return `${what}: **UNEXPLAINED**, look at it before you merge`;
  const why = reasonsTold(explainedBy, entries).map(
    ({ places, message }) => `${code(places)}: ${escaped(message)}`,
  );
  const also = others.map((other) => `   - also ${escaped(briefly(other.requests))}`);
  return [`${what}: ${why.join('; ')}`, ...also].join('\n');
}
