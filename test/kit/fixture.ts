import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expectation, parseExpectation } from './expectation.js';
import { projectFolder } from './project.js';

/** A configuration and the requests that are sent to it, as one file of fixtures/conformance holds them. */
export interface Fixture {
  readonly name: string;
  /** The configuration with its placeholders. */
  readonly configuration: string;
  /** Who can serve it: Apache has no mod_auth_kerb any more. */
  readonly servers: readonly ('apache' | 'kerbgate')[];
  readonly requests: readonly RequestLine[];
}

/** One line of a fixture's table. Lines with the same `connection` share one. */
export interface RequestLine {
  readonly text: string;
  readonly line: number;
  readonly connection: number;
  readonly method: string;
  readonly target: string;
  readonly credential: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** Bytes to send as they are, instead of a well-formed request. */
  readonly raw?: string;
  readonly expectation?: Expectation;
}

const divider = /^==== requests(?: to (apache|kerbgate) only)?$/m;

/** Reads all fixtures of a folder of fixtures/, in order of their names. */
export function readFixtures(folder: string): readonly Fixture[] {
  const path = join(projectFolder, 'fixtures', folder);
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.txt'))
    .map((entry) => entry.name)
    .sort()
    .map((name) => parseFixture(name.replace(/\.txt$/, ''), readFileSync(join(path, name), 'utf8')));
}

/** Takes a fixture apart; throws with the line on a mistake in it. */
export function parseFixture(name: string, text: string): Fixture {
  const cut = divider.exec(text);
  if (cut === null) throw new Error(`${name}: no "==== requests" line`);
  const configuration = text.slice(0, cut.index);
  const table = text.slice(cut.index).split('\n').slice(1);
  const before = configuration.split('\n').length;
  const only = cut[1] === 'apache' || cut[1] === 'kerbgate' ? cut[1] : undefined;
  return {
    name,
    configuration,
    servers: only === undefined ? ['apache', 'kerbgate'] : [only],
    requests: parseTable(name, table, before),
  };
}

function parseTable(name: string, table: readonly string[], before: number): readonly RequestLine[] {
  const result: RequestLine[] = [];
  let connection = 0;
  table.forEach((row, index) => {
    if (row.trim() === '' || row.startsWith('#')) return;
    if (!row.startsWith('+ ')) connection += 1;
    const line = before + index + 1;
    try {
      result.push({ ...parseRequest(row.replace(/^\+ /, '')), text: row, line, connection });
    } catch (error) {
      throw new Error(`${name}:${line}: ${error instanceof Error ? error.message : error}: ${row}`);
    }
  });
  return result;
}

/** method, target, credential, headers in braces, body. */
const requestLine =
  /^(\S+) +((?:<[^>]*>|\S)+)(?: +(raw:"[^"]*"|(?!\{|<<)\S+))?\s*((?:\{[^}]*\}\s*)*)(?:<< (.*?)\s*)?$/;

type RequestParts = Omit<RequestLine, 'text' | 'line' | 'connection'>;

/**
 * `METHOD TARGET CREDENTIAL {Name: value}... << body => expectation`, all after the target optional, or
 * `RAW "bytes" => expectation` with \r, \n, \t, \0 and \xHH in the bytes.
 */
function parseRequest(row: string): RequestParts {
  const [request = '', expected] = row.split(/ +=> +/);
  const expectation = expected === undefined ? {} : { expectation: parseExpectation(expected) };
  const raw = /^RAW "(.*)"\s*$/.exec(request);
  if (raw !== null) {
    const bytes = unescapeText(raw[1] ?? '');
    const method = /^[A-Z]+(?= )/.exec(bytes)?.[0] ?? 'GET';
    return { method, target: '', credential: 'none', headers: [], raw: bytes, ...expectation };
  }
  const parts = requestLine.exec(request);
  if (parts === null) throw new Error('not a request line');
  const [, method = '', target = '', credential = 'none', headers = '', body] = parts;
  return {
    method,
    target: unescapeText(target),
    credential: unescapeText(credential),
    headers: [...headers.matchAll(/\{([^:}]*):? ?([^}]*)\}/g)].map((match) => [
      match[1] ?? '',
      unescapeText(match[2] ?? ''),
    ]),
    ...(body === undefined ? {} : { body: unescapeText(body) }),
    ...expectation,
  };
}

const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0', '\\': '\\' };

/** Also writes long texts short: `<9000 times A>`. */
function unescapeText(text: string): string {
  const long = text.replace(/<(\d+) times ([^>]+)>/g, (_, count: string, part: string) =>
    part.repeat(Number(count)),
  );
  return long.replace(
    /\\(?:x([0-9a-f]{2})|(.))/gi,
    (whole, hex: string | undefined, letter: string | undefined) =>
      hex === undefined ? (escapes[letter ?? ''] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
