import type { Random } from '../kit/random.js';
import { line, type Part, section } from './part.js';
import { conditions, some, weighted } from './words.js';

/** Require lines and their containers. */
export function requirements(random: Random): Part[] {
  return weighted(random, [
    [5, () => some(random, 1, 2, () => line(`Require ${test(random)}`))],
    [3, () => [container(random, 2)]],
    [1, () => [line(`Require ${test(random)}`), container(random, 1)]],
  ]);
}

function container(random: Random, depth: number): Part {
  const kind = random.pick(['RequireAll', 'RequireAny'] as const);
  const inner = some(random, 1, 3, () =>
    depth > 0 && random.chance(0.3) ? container(random, depth - 1) : line(`Require ${test(random)}`),
  );
  if (kind === 'RequireAny') return section(kind, inner);
  // Something must let users in: what only refuses is no container for httpd.
  const first = line(`Require ${test(random)}`);
  const negated = random.chance(0.4) ? [line(`Require not ${test(random)}`)] : [];
  const none = random.chance(0.25)
    ? [
        section(
          'RequireNone',
          some(random, 1, 2, () => line(`Require ${test(random)}`)),
        ),
      ]
    : [];
  return section(kind, [first, ...inner, ...negated, ...none]);
}

const users = ['alice', 'bob', 'alice@EXAMPLE.TEST', 'bob@EXAMPLE.TEST', 'carol', 'alice bob'] as const;

function test(random: Random): string {
  return weighted(random, [
    [3, () => 'all granted'],
    [1, () => 'all denied'],
    [5, () => 'valid-user'],
    [4, () => `user ${random.pick(users)}`],
    [2, () => `group ${random.pick(['staff', 'guests', 'staff guests', 'nobody'])}`],
    [1, () => `ip ${random.pick(['127.0.0.1', '127', '10.0.0.0/8', '::1', '127.0.0.0/255.0.0.0'])}`],
    [1, () => 'local'],
    [2, () => `method ${random.pick(['GET', 'POST', 'GET POST', 'OPTIONS', 'HEAD'])}`],
    [2, () => `env ${random.pick(['SEEN', 'MARK', 'NEVER', 'SEEN NEVER'])}`],
    [3, () => `expr ${random.pick(conditions)}`],
    [2, () => random.pick(['here', 'people', 'posts'])],
  ]);
}

/** Order, Allow and Deny of httpd 2.2. */
export function oldAccess(random: Random): Part[] {
  const who = () => random.pick(['all', '127.0.0.1', '10.0.0.0/8', 'env=SEEN', 'env=!MARK', '127']);
  return [
    line(`Order ${random.pick(['allow,deny', 'deny,allow'])}`),
    ...some(random, 0, 2, () => line(`${random.pick(['Allow', 'Deny'])} from ${who()}`)),
    ...(random.chance(0.4) ? [line(`Satisfy ${random.pick(['Any', 'All'])}`)] : []),
  ];
}
