import type { RequestLine } from '../kit/fixture.js';
import type { Random } from '../kit/random.js';
import { places, weighted } from './words.js';

const spellings: readonly ((path: string) => string)[] = [
  (path) => `/${path}`,
  (path) => `${path}/`,
  (path) => `${path}//x`,
  (path) => path.replace(/(.)\//, '$1/./'),
  (path) => `/a/..${path}`,
  (path) => path.replace(/[ae]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => `${path}%2fx`,
  (path) => path.toUpperCase(),
  (path) => `${path}?x=1`,
  (path) => `${path}?x=2&y`,
  (path) => `${path}/more`,
  (path) => `/also${path}`,
  (path) => `${path}.bak`,
  (path) => `http://localhost${path}`,
];

const credentials: readonly string[] = [
  ...[
    'none',
    'none',
    'none',
    'basic:alice:alice-file',
    'basic:alice:alice-file',
    'basic:bob:bob-file',
    'basic:bob:wrong',
  ],
  ...[
    'basic:nobody:x',
    'alice',
    'bob',
    'basic:alice@EXAMPLE.TEST:alice-file',
    // Without an empty Negotiate token: beside sessions httpd answers it with a token, kerbgate with the challenges.
    'raw:"Negotiate !!"',
    'raw:"Basic !!"',
    'raw:"Digest x"',
    'session',
    'session',
    'basic:guest:me@example.test',
    'basic:demo:secret',
    'alice:session',
  ],
];

/** Requests for one server, in the kit's form. */
export function requests(random: Random, count: number): readonly RequestLine[] {
  return Array.from({ length: count }, (_, at) => request(random, at + 1));
}

function request(random: Random, line: number): RequestLine {
  const method = weighted(random, [
    [12, () => 'GET'],
    [2, () => 'POST'],
    [1, () => random.pick(['HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PROPFIND', 'PATCH'])],
  ]);
  const path = random.pick(places);
  const target = random.chance(0.3) ? random.pick(spellings)(path) : path;
  const credential = random.pick(credentials);
  const headers = fields(random);
  const body = method === 'POST' ? { body: 'x=1' } : {};
  const text = [method, target, credential, ...headers.map(([name, value]) => `{${name}: ${value}}`)].join(
    ' ',
  );
  return { method, target, credential, headers, ...body, text, line, connection: line };
}

const hosts = ['x.{NAME}.test', 'other-{NAME}.test', '{NAME}.TEST', '{NAME}.test:81'];

function fields(random: Random): readonly (readonly [string, string])[] {
  const all = [
    ['X-A', '1'],
    ['X-B', '2'],
    ['User-Agent', 'curl/8'],
    ['Cookie', 'a=b'],
    ['X-One', 'client'],
  ] as const;
  const chosen = all.filter(() => random.chance(0.2));
  return random.chance(0.1) ? [...chosen, ['Host', random.pick(hosts)]] : chosen;
}
