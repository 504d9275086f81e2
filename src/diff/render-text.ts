import type { Place } from '../explain/explanation.js';
import type { DecisionClass, DiffResult, PlacedVerdict, Undecided, Untried } from './decision-diff.js';

/** A result for people at a terminal. */
export function renderDiffText(
  result: DiffResult,
  names: { readonly old: string; readonly new: string },
): string {
  const { classes, undecided, effort } = result;
  const parts = [
    headline(result, names),
    ...classes.slice(0, mostShown).map((each) => classText(each)),
    ...moreText(classes.length - mostShown),
    ...(undecided.length > 0 ? [undecidedText(undecided)] : []),
    ...effort.cutOff.map((each) => `Not all was tried: ${each}.`),
    ...(effort.untried.length > 0 ? [untriedText(effort.untried)] : []),
    `Tried: ${effort.requests} requests for ${effort.paths} paths.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** More than this nobody reads; JSON has all. */
const mostShown = 100;

/** What stands for classes that are not shown. */
export function moreText(left: number): readonly string[] {
  if (left <= 0) return [];
  return [`${left} more ${left === 1 ? 'kind is' : 'kinds are'} not shown here: --format json tells all.`];
}

/** How many classes there are, and how many of them open something. */
export function headline(
  { classes, undecided }: DiffResult,
  { old, new: now }: { readonly old: string; readonly new: string },
): string {
  const opens = classes.filter(({ openings }) => openings.length > 0).length;
  const between = `between ${old} and ${now}`;
  if (classes.length === 0) {
    const but = undecided.length > 0 ? ', as far as this can be told' : '';
    return `No request was found that is decided differently ${between}${but}.`;
  }
  const number = classes.length === 1 ? 'One kind of request is' : `${classes.length} kinds of requests are`;
  const opening =
    opens === 0
      ? 'None of them opens anything.'
      : `${opens} of them ${opens === 1 ? 'opens' : 'open'} something.`;
  return `${number} decided differently ${between}. ${opening}`;
}

const mostUntried = 40;

/** The places that were not tried, as far as anybody reads them. */
export function untriedLines(untried: readonly Untried[], most = mostUntried): readonly string[] {
  const left = untried.length - most;
  return [
    ...untried.slice(0, most).map(({ what, why, changed, places, paths, example }) => {
      const where = places.map(placeText).join(', ');
      const many = paths === 1 ? example : `${paths} paths, such as ${example}`;
      return `${what}${where === '' ? '' : ` (${where})`}${changed ? ', changed' : ''}: ${many}; ${why}`;
    }),
    ...(left > 0 ? [`${left} more ${left === 1 ? 'place' : 'places'}: --format json tells all`] : []),
  ];
}

function untriedText(untried: readonly Untried[]): string {
  return ['NOT TRIED', ...untriedLines(untried).map((line) => `  ${line}`)].join('\n');
}

/** What the requests of a class have in common: names and values. */
export function traitsOf(each: DecisionClass): readonly (readonly [string, string])[] {
  const { server, paths, except, methods, credentials, conditions } = each;
  return [
    ['server', server],
    ['paths', paths.join(', ')],
    ...(except.length > 0 ? [['except', except.join(', ')] as const] : []),
    ...(methods ? [['methods', methods.join(', ')] as const] : []),
    ...(credentials ? [['who', credentials.join(', ')] as const] : []),
    ...conditions.map((condition) => ['when', condition] as const),
  ];
}

/** A place in short. */
export const placeText = ({ file, line }: Place): string => `${file}:${line}`;

/** The lines that a verdict rests on. */
export function originsText({ origins }: PlacedVerdict): string {
  return origins.map(({ directive, place }) => `${directive} at ${placeText(place)}`).join(', ');
}

/** A class with its example. */
export function classText(each: DecisionClass): string {
  const { before, after, openings, example } = each;
  const verdicts = (
    [
      ['before', before],
      ['after', after],
    ] as const
  ).flatMap(([name, verdict]) => [
    [name, verdict.text] as const,
    ...(verdict.origins.length > 0 ? [['', `by ${originsText(verdict)}`] as const] : []),
  ]);
  const rows = [
    ...traitsOf(each),
    ...verdicts,
    ...openings.map(({ message }) => ['warning', message] as const),
    ['example', example.after] as const,
    ...example.supposing.map((what) => ['', `where ${what}`] as const),
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(8)} ${value}`);
  return [openings.length > 0 ? 'OPENS' : 'CHANGED', ...lines].join('\n');
}

function undecidedText(undecided: readonly Undecided[]): string {
  const lines = undecided.map(({ what, why, side, places }) => {
    const where = places.map(placeText).join(', ');
    return `  ${what}${where === '' ? '' : ` (${where})`}${side === 'both' ? '' : `, ${side}`}: ${why}`;
  });
  return ['NOT DECIDED', ...lines].join('\n');
}
