import type { AppliedSection } from '../../evaluate/sections.js';
import type { Settings, SettingsModule } from '../../ruleset/ruleset.js';
import { authTypeOf, type Place } from '../place.js';
import { lintRule } from '../rule.js';

/** Modules without a merge function. */
const replacing = ['mod_auth_gssapi', 'mod_auth_kerb'] as const satisfies readonly SettingsModule[];

/** One directive of the login modules drops the whole set of the sections around. */
export const sectionDropsGssapi = lintRule({
  id: 'section-drops-gssapi',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  judges: 'absence',
  summary: 'A section with one Gssapi or Krb directive loses those of the sections around it.',
  why: 'mod_auth_gssapi and mod_auth_kerb do not merge: a section that has any of their directives begins with their defaults, so keytab, passwords, local names and all else said outside are gone.',
  remedy: 'Repeat the whole set in the inner section, or move the line to the outer one.',
  messages: { dropped: '{section} begins anew: {lost} of {outer} count no more here' },
  examples: {
    bad: [
      {
        config:
          '<Location />\nAuthType GSSAPI\nAuthName a\nGssapiCredStore keytab:/etc/a.keytab\nGssapiLocalName On\nRequire valid-user\n</Location>\n<Location /b>\nGssapiNegotiateOnce On\n</Location>\n',
      },
      {
        config:
          'Krb5Keytab /etc/a.keytab\nKrbMethodK5Passwd Off\n<Location /a>\nAuthType Kerberos\nAuthName a\nKrbServiceName HTTP\nRequire valid-user\n</Location>\n',
      },
    ],
    ok: [
      {
        config:
          '<Location />\nAuthType GSSAPI\nAuthName a\nGssapiCredStore keytab:/etc/a.keytab\nRequire valid-user\n</Location>\n<Location /b>\nGssapiCredStore keytab:/etc/a.keytab\nGssapiNegotiateOnce On\n</Location>\n',
      },
      {
        config:
          'Krb5Keytab /etc/a.keytab\n<Location /a>\nAuthType Kerberos\nAuthName a\nRequire valid-user\n</Location>\n',
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/324'],
  on: {
    place(place, report, site) {
      for (const module of replacing) {
        const type = authTypeOf(place) ?? '';
        if (!type.startsWith(module === 'mod_auth_gssapi' ? 'gssapi' : 'kerberos')) continue;
        const drop = droppedIn(place, module);
        const at = drop && site.lineAt(drop.by.from);
        if (!drop || !at) continue;
        const fill = { section: drop.by.title, lost: drop.lost.join(', '), outer: drop.outer.title };
        report({ message: 'dropped', at, fill });
      }
    },
  },
});

/** What stands around a section, or the section: with a name for it. */
interface Room {
  readonly title: string;
  readonly settings: Settings;
}

interface Drop {
  readonly by: AppliedSection;
  readonly outer: Room;
  readonly lost: readonly string[];
}

/** The last section that says something of the module, and what was said before it, outside of sections too, and is not repeated. */
function droppedIn({ server, sections }: Place, module: (typeof replacing)[number]): Drop | undefined {
  const saying = sections.filter(({ settings }) => settings[module]);
  const by = saying.at(-1);
  const around: Room = { title: server.title, settings: server.program.root.settings };
  const outer = saying.at(-2) ?? around;
  if (!by) return undefined;
  const said = Object.keys(by.settings[module]?.from ?? {});
  const lost = Object.keys(outer.settings[module]?.from ?? {}).filter((name) => !said.includes(name));
  return lost.length > 0 ? { by, outer, lost } : undefined;
}
