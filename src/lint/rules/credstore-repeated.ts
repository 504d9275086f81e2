import { gssapiLocation } from '../example.js';
import { roomLines, roomOf, valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Two elements of one kind in a credential store. */
export const credstoreRepeated = lintRule({
  id: 'credstore-repeated',
  group: 'kerberos-setup',
  severity: 'error',
  since: '0.1',
  summary: 'GssapiCredStore names two keytabs, or two caches, for one section.',
  why: 'A credential store has one element of each kind: with two of them the library takes none, and every login is answered with 401, without a word at the start.',
  remedy: 'Keep one line for each of keytab, client_keytab and ccache; put several keys into one keytab.',
  messages: { twice: 'GssapiCredStore has a second {key} here: every login fails' },
  examples: {
    bad: [
      {
        config: gssapiLocation(
          '/a',
          'GssapiCredStore keytab:/etc/a.keytab',
          'GssapiCredStore keytab:/etc/b.keytab',
        ),
        also: ['value-unusable'],
      },
    ],
    ok: [
      {
        config: gssapiLocation(
          '/a',
          'GssapiCredStore keytab:/etc/a.keytab',
          'GssapiCredStore ccache:FILE:/run/a',
        ),
      },
    ],
  },
  sources: [
    'https://web.mit.edu/kerberos/krb5-latest/doc/basic/keytab_def.html',
    'https://github.com/gssapi/mod_auth_gssapi#gssapicredstore',
  ],
  on: {
    lines: {
      GssapiCredStore(line, report, { bare, loaded }) {
        if (!roomOf(line) && bare.length === 0 && !loaded.isPerDirectory) return;
        const all = roomLines(line).filter(({ name }) => name === 'GssapiCredStore');
        const before = all.slice(0, all.indexOf(line)).flatMap(keysOf);
        const own = keysOf(line);
        const key = own.find((each, at) => before.includes(each) || own.indexOf(each) < at);
        if (key !== undefined) report({ message: 'twice', at: line, fill: { key } });
      },
    },
  },
});

const keysOf = (line: Parameters<typeof valuesOf>[0]): readonly string[] =>
  valuesOf(line).flatMap((value) => /^(\w+):/.exec(value)?.[1] ?? []);
