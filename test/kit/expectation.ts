import type { ComparableAnswer } from './compare.js';

/** What a fixture says about an answer where no real server is there to tell. */
export interface Expectation {
  readonly status: number;
  /** The WWW-Authenticate or Proxy-Authenticate header lines, in order. */
  readonly challenges?: readonly string[];
  /** Variables a CGI program must see. A value of `-` means that it must not be there. */
  readonly variables: Readonly<Record<string, string>>;
  /** Texts the body must contain. */
  readonly texts: readonly string[];
}

/** Parses `401 [Negotiate | Basic realm="x"] REMOTE_USER=alice "text"`; all but the status are optional. */
export function parseExpectation(text: string): Expectation {
  const match = /^(\d{3})(?:\s+\[([^\]]*)\])?\s*(.*)$/.exec(text.trim());
  if (match === null) throw new Error('not an expectation');
  const rest = match[3] ?? '';
  const challenges = match[2]
    ?.split('|')
    .map((challenge) => challenge.trim())
    .filter((challenge) => challenge !== '');
  return {
    status: Number(match[1]),
    ...(challenges === undefined ? {} : { challenges }),
    variables: Object.fromEntries(
      [...rest.matchAll(/([A-Z][A-Z0-9_]*)=(\S*)/g)].map((pair) => [pair[1], pair[2]]),
    ),
    texts: [...rest.matchAll(/"([^"]*)"/g)].map((quoted) => quoted[1] ?? ''),
  };
}

/** Every way in which an answer is not what was expected, each in a line; none when it is. */
export function missed(expectation: Expectation, answer: ComparableAnswer): readonly string[] {
  const result: string[] = [];
  if (answer.status !== expectation.status)
    result.push(`status: expected ${expectation.status}, got ${answer.status}`);
  if (expectation.challenges !== undefined) {
    const expected = expectation.challenges.join(' | ');
    const told = answer.headers['www-authenticate'] ?? answer.headers['proxy-authenticate'] ?? [];
    const got = told.join(' | ').replace(/<token: [^>]*>/g, '<token>');
    if (expected !== got) result.push(`www-authenticate: expected [${expected}], got [${got}]`);
  }
  for (const [name, value] of Object.entries(expectation.variables)) {
    const got = answer.environment?.[name] ?? '-';
    if (got !== value) result.push(`${name}: expected ${value}, got ${got}`);
  }
  for (const text of expectation.texts) {
    if (!answer.body.includes(text)) result.push(`body: expected ${JSON.stringify(text)} in it`);
  }
  return result;
}
