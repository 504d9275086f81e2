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
  /** Modules beyond the usual ones, by the middle of their file name: `==== modules ssl authn_anon`. */
  readonly modules: readonly string[];
  /** `==== realm full` runs with the realm of full-realm.ts. */
  readonly realm?: 'full';
  /** Files below `{FILES}` by name, with their placeholders: `==== file NAME` and the text behind it. */
  readonly files: Readonly<Record<string, string>>;
  /** What else is below `{FILES}`: `==== link NAME TARGET`, `==== folder NAME`, `==== mode NAME 000`, `==== owner NAME 65534`. */
  readonly nodes?: readonly FileNode[];
  readonly requests: readonly RequestLine[];
}

/** Something that is made after the files, in order; `value` is a link's target, a mode or the number of an owner. */
export interface FileNode {
  readonly kind: 'link' | 'folder' | 'mode' | 'owner';
  readonly name: string;
  readonly value: string;
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
  /** Where to connect, with placeholders, when it is not the usual address: `{@: 127.0.0.2:{PORT_B}}`. */
  readonly at?: string;
  /** TLS, with words about the client: `{@tls: sni=b.test cert=alice version=TLSv1.2}`. */
  readonly tls?: string;
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
  const parts = takeParts(text.slice(0, cut.index));
  const table = text.slice(cut.index).split('\n').slice(1);
  const before = text.slice(0, cut.index).split('\n').length;
  const only = cut[1] === 'apache' || cut[1] === 'kerbgate' ? cut[1] : undefined;
  return {
    name,
    ...parts,
    servers: only === undefined ? ['apache', 'kerbgate'] : [only],
    requests: parseTable(name, table, before),
  };
}

/** What stands before the requests: the configuration, and the modules and files it needs. */
function takeParts(
  text: string,
): Required<Pick<Fixture, 'configuration' | 'modules' | 'files' | 'nodes'>> & Pick<Fixture, 'realm'> {
  const [configuration = '', ...parts] = text.split(
    /^==== (?=(?:realm|modules|file|link|folder|mode|owner) )/m,
  );
  const modules: string[] = [];
  const files: Record<string, string> = {};
  const nodes: FileNode[] = [];
  let realm: Fixture['realm'];
  for (const part of parts) {
    const [, kind, rest = '', body = ''] = /^(\w+) +(.*)\n?([\s\S]*)$/.exec(part) ?? [];
    if (kind === 'modules') modules.push(...rest.trim().split(/ +/));
    else if (kind === 'realm' && rest.trim() === 'full') realm = 'full';
    else if (kind === 'file') files[rest.trim()] = body;
    else nodes.push(nodeOf(kind as FileNode['kind'], rest.trim()));
  }
  return { configuration, modules, files, nodes, ...(realm === undefined ? {} : { realm }) };
}

function nodeOf(kind: FileNode['kind'], rest: string): FileNode {
  const [name = '', value = ''] = rest.split(/ +/);
  return { kind, name, value };
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
  /^(\S+) +((?:<[^>]*>|\S)+)(?: +(raw:"[^"]*"|(?!\{|<<)\S+))?\s*((?:\{(?:\{[A-Z_]+\}|[^}])*\}\s*)*)(?:<< (.*?)\s*)?$/;

type RequestParts = Omit<RequestLine, 'text' | 'line' | 'connection'>;

/**
 * `METHOD TARGET CREDENTIAL {Name: value}... << body => expectation`, all after the target optional (`{@: host:port}` says where
 * to connect), or
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
  const fields = [...headers.matchAll(/\{([^:}]*):? ?((?:\{[A-Z_]+\}|[^}])*)\}/g)].map(
    (match): readonly [string, string] => [match[1] ?? '', unescapeText(match[2] ?? '')],
  );
  const at = fields.find(([name]) => name === '@')?.[1];
  const tls = fields.find(([name]) => name === '@tls')?.[1];
  return {
    method,
    target: unescapeText(target),
    credential: unescapeText(credential),
    headers: fields.filter(([name]) => !name.startsWith('@')),
    ...(at === undefined ? {} : { at }),
    ...(tls === undefined ? {} : { tls }),
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
