import type { Random } from '../kit/random.js';
import { line, type Part } from './part.js';
import { requirements } from './requirements.js';

/** Everything for a login, with what it demands. */
export function login(random: Random): Part[] {
  const groups = 'AuthGroupFile {SITE}/groups';
  const name = `AuthName "${random.pick(['one', 'two'])}"`;
  const lines = random.chance(0.6)
    ? ['AuthType Basic', name, 'AuthUserFile {SITE}/users', groups, ...odd(random, oddBasic)]
    : ['AuthType GSSAPI', name, 'GssapiCredStore keytab:{KEYTAB}', groups, ...odd(random, oddGssapi)];
  return [
    ...lines.flatMap((each) => each.split('\n')).map(line),
    ...(random.chance(0.8) ? requirements(random) : []),
  ];
}

function odd(random: Random, lines: readonly string[]): readonly string[] {
  return random.chance(0.4) ? [random.pick(lines)] : [];
}

const oddBasic = [
  ...[
    'AuthBasicAuthoritative Off',
    'AuthBasicProvider file',
    'AuthBasicFake demo secret',
    'AuthBasicFake off',
  ],
  ...[
    'AuthBasicFake alice alice-file',
    'AuthBasicFake "%{REMOTE_USER}-x" "expr"',
    'AuthBasicProvider common',
  ],
  ...['AuthBasicProvider common file', 'AuthBasicProvider file common'],
  'AuthBasicProvider anon file\nAnonymous nobody guest\nAnonymous_MustGiveEmail Off',
  'AuthBasicProvider file anon\nAnonymous *',
  'AuthBasicProvider anon\nAnonymous_NoUserId On\nAnonymous guest',
];

const oddGssapi = [
  ...['GssapiBasicAuth On', 'GssapiLocalName On', 'GssapiNegotiateOnce On', 'GssapiPublishErrors On'],
  'GssapiUseSessions On\nSession On\nSessionCookieName {NAME} path=/\nGssapiSessionKey key:{SESSION_KEY}',
  'Session On\nSessionCookieName {NAME} path=/\nGssapiUseSessions On\nGssapiSessionKey key:{SESSION_KEY}\nGssapiBasicAuth On',
];
