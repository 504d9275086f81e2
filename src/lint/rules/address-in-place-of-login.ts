import { location } from '../example.js';
import { type Line, valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Who comes from an address, or has a ticket. */
export const addressInPlaceOfLogin = lintRule({
  id: 'address-in-place-of-login',
  group: 'opens',
  severity: 'note',
  since: '0.1',
  strict: true,
  summary: 'Inside <RequireAny> an address stands beside Require valid-user: it is let in without a login.',
  why: 'Of the lines in <RequireAny> one is enough: who comes from the address never logs in, and who comes from elsewhere gets in with any ticket. It may be meant so; where both were meant to hold it is open twice.',
  remedy: 'Write <RequireAll> where the address and the login are both wanted.',
  messages: { either: 'one of "{address}" and "{login}" is enough: addresses get in without a login' },
  examples: {
    bad: [
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          '<RequireAny>',
          'Require ip 192.0.2.0/24',
          'Require valid-user',
          '</RequireAny>',
        ),
      },
    ],
    ok: [
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          '<RequireAll>',
          'Require ip 192.0.2.0/24',
          'Require valid-user',
          '</RequireAll>',
        ),
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html#requireany'],
  on: {
    lines: {
      '<RequireAny'({ inner }, report) {
        const address = inner.find((line) => isRequire(line, addresses));
        const login = inner.find((line) => isRequire(line, /^valid-user$/));
        if (!address || !login) return;
        const fill = { address: textOf(address), login: textOf(login) };
        report({
          message: 'either',
          at: address,
          fill,
          related: [{ at: login, message: 'beside this line' }],
        });
      },
    },
  },
});

const addresses = /^(?:ip|host|local|forward-dns)$/;

const isRequire = (line: Line, provider: RegExp): boolean =>
  line.name === 'Require' && provider.test(valuesOf(line)[0] ?? '');

const textOf = ({ at }: Line): string => `${at.name} ${at.args.raw}`;
