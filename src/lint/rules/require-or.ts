import type { Rule } from '../../ruleset/mod_authz_core.js';
import { roomOf } from '../line.js';
import type { Place } from '../place.js';
import type { Proof } from '../proof.js';
import { type RequireRule, wantsUser } from '../requirements.js';
import { lintRule } from '../rule.js';

/** Lines that look like conditions which must all hold. */
export const requireOr = lintRule({
  id: 'require-or',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: 'Require valid-user or "Require all granted" beside a narrower Require lets everybody in.',
  why: 'Several Require lines of a section are an OR: one that is met is enough. Beside "Require valid-user" the names and groups of the others change nothing, and addresses let in without a login. Beside "Require all granted" nobody is asked anything.',
  remedy: 'Take the wide line out, or put both into <RequireAll>.',
  messages: {
    all: '"{wide}" lets in everybody without a login, so "{narrow}" has no effect: one of several Require lines is enough',
    names: '"{wide}" lets in every user, so "{narrow}" has no effect: one of several Require lines is enough',
    address:
      '"{narrow}" lets in without a login, and "{wide}" every user from anywhere: one of several Require lines is enough',
  },
  examples: {
    bad: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire user bob@EXAMPLE.COM\nRequire valid-user\n</Location>\n',
      },
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire ip 192.0.2.0/24\nRequire valid-user\n</Location>\n',
      },
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire all granted\nRequire valid-user\n</Location>\n',
      },
    ],
    ok: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\n<RequireAll>\nRequire ip 192.0.2.0/24\nRequire valid-user\n</RequireAll>\n</Location>\n',
      },
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\n<RequireAny>\nRequire ip 192.0.2.0/24\nRequire valid-user\n</RequireAny>\n</Location>\n',
      },
      {
        config:
          '<Location />\nAuthType GSSAPI\nAuthName a\nRequire valid-user\n</Location>\n<Location /open>\nAuthMerging Or\nRequire all granted\n</Location>\n',
      },
    ],
  },
  sources: [
    'https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html#require',
    'https://github.com/gssapi/mod_auth_gssapi/issues/311',
  ],
  on: {
    place(place, report, site) {
      const { rule } = place.settings.mod_authz_core ?? {};
      for (const { wide, narrow, kind } of collisions(rule)) {
        const [at, other] = [site.lineAt(wide.from), site.lineAt(narrow.from)];
        if (!at || !other) continue;
        const isPlain = !at.around.some(({ name }) => name === '<RequireAny');
        if (kind === 'address' && !isPlain) continue;
        // AuthMerging Or opens a part of a site on purpose.
        if (kind === 'all' && roomOf(at) !== roomOf(other)) continue;
        const proof = kind === 'all' ? place.prove({ kind: 'open' }) : provenFor(place);
        if (kind === 'all' && !proof) continue;
        const fill = { wide: textOf(at), narrow: textOf(other) };
        report({ message: kind, at, fill, proof, related: [{ at: other, message: 'beside this line' }] });
      }
    },
  },
});

const textOf = ({
  at,
}: {
  readonly at: { readonly name: string; readonly args: { readonly raw: string } };
}): string => `${at.name} ${at.args.raw}`;

const provenFor = (place: Place): Proof | undefined =>
  place.prove(
    { kind: 'granted', user: 'anybody@EXAMPLE.COM' },
    { login: { user: 'anybody@EXAMPLE.COM', scheme: 'Negotiate' } },
  );

interface Collision {
  readonly wide: Rule;
  readonly narrow: Rule;
  readonly kind: 'all' | 'names' | 'address';
}

const names: ReadonlySet<string> = new Set(['user', 'group', 'ldap-user', 'ldap-group', 'pac-group']);
const addresses: ReadonlySet<string> = new Set(['ip', 'host', 'local', 'forward-dns']);

/** Lines of one `any` where a wide one makes a narrow one useless. */
function collisions(rule: Rule | undefined): readonly Collision[] {
  if (!rule || rule.kind === 'require') return [];
  const inner = rule.rules.flatMap(collisions);
  if (rule.kind !== 'any' || rule.negated) return inner;
  const lines = rule.rules.filter((each): each is RequireRule => each.kind === 'require' && !each.negated);
  const open = lines.find(({ test, methods }) => test.provider === 'all' && test.granted && !methods);
  const login = open && lines.find(({ test }) => wantsUser(test));
  if (open && login) return [...inner, { wide: open, narrow: login, kind: 'all' }];
  const wides = lines.filter(({ test }) => test.provider === 'valid-user');
  const found = lines.flatMap((each): Collision[] => {
    const wide = wides.find(({ methods }) => JSON.stringify(methods) === JSON.stringify(each.methods));
    if (!wide) return [];
    if (names.has(each.test.provider)) return [{ wide, narrow: each, kind: 'names' }];
    return addresses.has(each.test.provider) ? [{ wide, narrow: each, kind: 'address' }] : [];
  });
  return [...inner, ...found];
}
