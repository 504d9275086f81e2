import type { ArgumentCheck } from './check.js';
import { conditionProblem } from './expression-words.js';
import { all, anything, at, atoi, existing, first, type Judge, oneOf } from './judge.js';
import { cacheNames, cacheProblem } from './socache.js';

/** SSLProtocol and SSLProxyProtocol. */
export const protocols: ArgumentCheck = (input) => {
  for (const [index, { value }] of input.args.words.entries()) {
    const [, sign, protocol] = /^([+-]?)([\s\S]*)$/.exec(value) as unknown as [string, string, string];
    const problem = protocolProblem(sign, protocol.toLowerCase());
    if (problem === 'unknown') return at(input, index, `${input.name}: Illegal protocol '${protocol}'`);
    if (problem !== undefined) return at(input, index, problem);
  }
  return undefined;
};

const knownProtocols = new Set(['tlsv1', 'tlsv1.1', 'tlsv1.2', 'tlsv1.3', 'all']);

function protocolProblem(sign: string, protocol: string): string | undefined {
  if (protocol === 'sslv2') return sign === '-' ? undefined : 'SSLProtocol: SSLv2 is no longer supported';
  if (protocol === 'sslv3')
    return sign === '-' ? undefined : 'SSLv3 not supported by this version of OpenSSL';
  return knownProtocols.has(protocol) ? undefined : 'unknown';
}

const knownOptions = new Set([
  ...['stdenvvars', 'exportcertdata', 'fakebasicauth', 'strictrequire', 'optrenegotiate'],
  'legacydnstringformat',
]);

/** SSLOptions. */
export const options: ArgumentCheck = (input) => {
  for (const [index, { value }] of input.args.words.entries()) {
    const option = value.replace(/^[+-]/, '');
    if (!knownOptions.has(option.toLowerCase()))
      return at(input, index, `SSLOptions: Illegal option '${option}'`);
  }
  return undefined;
};

/** SSLOCSPEnable and the checks of revocation lists: a mode, then the one option there is, any number of times. */
export const modeAndOption =
  (modes: readonly string[], option: string): ArgumentCheck =>
  (input) => {
    const words = input.args.words.map((word) => word.value);
    const known = (word: string, index: number) =>
      index === 0 ? modes.includes(word.toLowerCase()) : word.toLowerCase() === option;
    const wrong = words.length === 0 ? 0 : words.findIndex((word, index) => !known(word, index));
    if (wrong === -1) return undefined;
    return at(input, wrong, `${input.name}: Invalid argument '${words[wrong] ?? ''}'`);
  };

/** SSLVerifyClient and SSLProxyVerify. */
export const verification: ArgumentCheck = first(
  oneOf(
    ['none', 'off', 'optional', 'require', 'on', 'optional_no_ca'],
    (value, name) => `${name}: Invalid argument '${value}'`,
  ),
);

/** SSLVerifyDepth and SSLProxyVerifyDepth. */
export const depth: ArgumentCheck = first((value, name) =>
  atoi(value) < 0 ? `${name}: Invalid argument '${value}'` : undefined,
);

/** A number of seconds that may not be negative. */
export const notNegative: ArgumentCheck = first((value, name) =>
  atoi(value) < 0 ? `${name}: invalid argument` : undefined,
);

/** SSLSessionCache and SSLStaplingCache. */
export const cache =
  (what: 'session' | 'stapling'): ArgumentCheck =>
  (input, words) => {
    const [text = ''] = words;
    if (what === 'session' && ['none', 'nonenotnull'].includes(text.toLowerCase())) return undefined;
    const found = cacheProblem(text, input.isLoaded);
    if (found === undefined) return undefined;
    if (found !== 'no-provider') return at(input, 0, `${input.name}: ${found.problem}`);
    const name = text.split(':', 1)[0]!;
    const dot = what === 'session' ? '.' : '';
    const known = `'${name}' ${what} cache not supported (known names: ${cacheNames(input.isLoaded)})${dot}`;
    const advice = `Maybe you need to load the appropriate socache module (mod_socache_${name}?)${dot}`;
    return at(input, 0, `${input.name}: ${known} ${advice}`);
  };

/** SSLCipherSuite and SSLProxyCipherSuite: with two words the first is the protocol. */
export const ciphers: ArgumentCheck = (input, words) => {
  const [protocol, suite] = words;
  if (suite === undefined || protocol === 'SSL') return undefined;
  if (protocol !== 'TLSv1.3') return at(input, 0, `protocol '${protocol}' not supported`);
  if (input.name !== 'SSLCipherSuite' || input.place !== 'section') return undefined;
  return at(input, 0, 'TLSv1.3 ciphers cannot be set inside a directory context');
};

/** SSLRequire: the whole line is one condition. */
export const condition: ArgumentCheck = ({ args, isLoaded }) => {
  const problem = conditionProblem(args.raw, isLoaded);
  return problem === undefined ? undefined : { problem: `SSLRequire: ${problem}` };
};

const seedContext: Judge = (value) =>
  ['startup', 'connect'].includes(value.toLowerCase())
    ? undefined
    : `SSLRandomSeed: invalid context: \`${value}'`;

const seedSize: ArgumentCheck = (input, [, source = '', bytes]) => {
  if (bytes === undefined) return undefined;
  if (source.toLowerCase() === 'builtin')
    return at(input, 2, 'SSLRandomSeed: byte specification not allowed for builtin seed source');
  return atoi(bytes) < 0 ? at(input, 2, 'SSLRandomSeed: invalid number of bytes specified') : undefined;
};

const seedSource: ArgumentCheck = (input, [, source = '']) =>
  /^egd:./.test(source)
    ? at(
        input,
        1,
        `Invalid SSLRandomSeed entropy source \`${source}': This version of OpenSSL does not support the Entropy Gathering Daemon (EGD).`,
      )
    : undefined;

/** SSLRandomSeed. */
export const randomSeed: ArgumentCheck = all(
  first(seedContext),
  seedSource,
  existing(
    1,
    anything,
    (path) => `SSLRandomSeed: source path '${path}' does not exist`,
    (source) => (source.toLowerCase() === 'builtin' ? undefined : source.replace(/^(?:file|exec):(?=.)/, '')),
  ),
  seedSize,
);

const program = /^exec:(.+)$/s;

/** SSLPassPhraseDialog. */
export const passPhraseDialog: ArgumentCheck = all(
  first((value) =>
    value.toLowerCase() === 'builtin' || program.test(value) || /^\|./.test(value)
      ? undefined
      : 'SSLPassPhraseDialog: Invalid argument',
  ),
  existing(
    0,
    anything,
    (path) => `SSLPassPhraseDialog: file '${path}' does not exist`,
    (value) => program.exec(value)?.[1],
  ),
);
