/** A text that a scan goes through; behind its end it has NULs, as the buffer of mod_sed has. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** The character at an offset from where the scan stands. */
export const peek = ({ text, at }: Cursor, offset = 0): string => text[at + offset] ?? '\0';

/** The character where the scan stands, which goes on behind it. */
export function take(cursor: Cursor): string {
  const character = peek(cursor);
  cursor.at += 1;
  return character;
}

/** What a pattern of mod_sed is: how many groups it has, `empty`, or what is wrong with it. */
export type SedPattern = { readonly groups: number } | 'empty' | { readonly problem: string };

const imbalance = '\\( \\) imbalance';
const mostGroups = 9;

interface Groups {
  opened: number;
  closed: number;
  depth: number;
}

/** Reads a pattern up to its delimiter or the end of the line; only then the cursor is moved. */
export function readPattern(cursor: Cursor, delimiter: string): SedPattern {
  const scan: Cursor = { ...cursor };
  if (peek(scan) === delimiter) {
    cursor.at += 1;
    return 'empty';
  }
  if (peek(scan) === '^') scan.at += 1;
  const groups: Groups = { opened: 0, closed: 0, depth: 0 };
  let operand = false;
  for (;;) {
    const character = take(scan);
    if (character === delimiter || character === '\0') break;
    const problem = character === '[' ? classProblem(scan) : escapeProblem(character, scan, groups, operand);
    if (problem !== undefined) return { problem };
    operand = true;
  }
  if (groups.depth > 0) return { problem: imbalance };
  cursor.at = scan.at;
  return { groups: groups.opened };
}

/** Behind `[`: a `]` that comes first is a member. */
function classProblem(scan: Cursor): string | undefined {
  if (peek(scan) === '^') scan.at += 1;
  let last = '';
  do {
    const member = take(scan);
    if (member === '\0') return '[ ] imbalance';
    if (member === '-' && last !== '' && take(scan) === ']') return undefined;
    last = member;
  } while (peek(scan) !== ']');
  scan.at += 1;
  return undefined;
}

function escapeProblem(
  character: string,
  scan: Cursor,
  groups: Groups,
  operand: boolean,
): string | undefined {
  if (character !== '\\') return undefined;
  const escaped = take(scan);
  if (escaped === '(') {
    if (groups.opened >= mostGroups) return 'Too many \\(';
    groups.opened += 1;
    groups.depth += 1;
  } else if (escaped === ')') {
    if (groups.depth === 0) return imbalance;
    groups.depth -= 1;
    groups.closed += 1;
  } else if (escaped === '{' && operand) return boundsProblem(scan);
  else if (/[1-9]/.test(escaped) && Number(escaped) > groups.closed) return "``\\digit'' out of range";
  return undefined;
}

const mostRepeats = 254;

/** Behind `\{`: a number, perhaps a comma and a second one, and `\}`. */
function boundsProblem(scan: Cursor): string | undefined {
  const numbers: number[] = [];
  for (;;) {
    const digits = /^\d*/.exec(scan.text.slice(scan.at))![0];
    scan.at += digits.length;
    if (digits === '' || (peek(scan) !== ',' && peek(scan) !== '\\')) return 'Bad number';
    if (Number(digits) > mostRepeats) return 'Range endpoint too large';
    numbers.push(Number(digits));
    if (take(scan) === '\\') break;
    if (numbers.length > 1) return 'More than 2 numbers given in \\{ \\}';
    if (peek(scan) !== '\\') continue;
    scan.at += 1;
    break;
  }
  if (take(scan) !== '}') return '} expected after \\';
  const [least = 0, most = least] = numbers;
  return most < least ? 'First number exceeds second in \\{ \\}' : undefined;
}
