/*
 * A configuration of nginx for what httpd served, with kerbgate deciding what nginx cannot.
 *
 *   site ─► each server: can its sections be cut into locations?              (whole-server)
 *             │ no: one `auth_request` for the server; kerbgate decides each request by the configuration as it is
 *             ▼ yes: cuts at every path where a section or another content begins      (locations)
 *           each cut ─► the settings in force there, merged as httpd merges them ─► open, closed, a login of the module for
 *                       SPNEGO, or a question to kerbgate                                (place-rule)
 *           each cut ─► what serves it: an upstream, a folder                        (contents)
 *
 * Nothing is granted that httpd would refuse. A cut is two locations, `= /path` and `^~ /path/`, because nginx's `/path` is the beginning
 * of `/pathother`, too. Where nginx decides by itself, a target that it reads otherwise than whoever is behind is refused; where kerbgate
 * decides, it is told what nginx is about to serve, and the upstream gets the path that was judged. Lines that nginx does without are
 * entries of the report.
 */

import type { Site } from '../../lint/site.js';
import type { ListenAddress } from '../../ruleset/core.js';
import type { Ruleset } from '../../ruleset/ruleset.js';
import { addressText } from '../../serve/listening.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { Choice, Choices, MigrationEntry } from '../migration.js';
import { decisionPreface } from './decision-location.js';
import { entriesOf } from './entries.js';
import { Listening } from './listening.js';
import type { Upstreams } from './locations.js';
import { type PlannedServer, planServer } from './server-block.js';
import { block, canBeWord, line, printed, remark, type Statement, word } from './statement.js';

/** A file that came of it; the name is relative to the folder it is written to. */
export interface NginxFile {
  readonly name: string;
  readonly text: string;
}

export interface NginxConfiguration {
  /** None where something is wrong with the configuration. */
  readonly files: readonly NginxFile[];
  /** Why there are none: whatever is left out of the configuration might be what protects it. */
  readonly refused?: Diagnostic;
  readonly entries: readonly MigrationEntry[];
}

/** Where kerbgate is asked; nobody but nginx may reach it. */
const decisions = { address: '127.0.0.1', port: 8079 };

/** What can be chosen for nginx. */
export const nginxChoices: readonly Omit<Choice, 'taken'>[] = [
  {
    id: 'nginx-login',
    options: [
      { value: 'module', meaning: 'nginx has the module for SPNEGO, which Debian has no package of' },
      { value: 'kerbgate', meaning: 'kerbgate decides wherever somebody has to log in' },
    ],
  },
];

/** What a run of the command is told. */
export interface NginxOptions {
  readonly choices: Choices;
  /** The configuration's own path, for kerbgate to read on. */
  readonly path: string;
  /** Where it was named with one. */
  readonly serverRoot?: string;
  readonly decisions?: { readonly address: string; readonly port: number };
}

/** Writes a site for nginx, if nothing is wrong with its configuration but what this machine lacks. */
export function nginxConfiguration(site: Site, options: NginxOptions): NginxConfiguration {
  const { ruleset, servers } = site;
  const refused = site.diagnostics.find(({ severity, missingHere }) => severity === 'error' && !missingHere);
  if (!ruleset || refused) return { files: [], entries: [], ...(refused && { refused }) };
  const at = options.decisions ?? decisions;
  const listening = new Listening(socketsOf(ruleset));
  const upstreams = new NamedUpstreams();
  const hasModule = options.choices['nginx-login'] !== 'kerbgate';
  const planned = servers.flatMap((server) => {
    const listen = listening.linesOf(server.program);
    return listen.length === 0 ? [] : [planServer(server, { listen, upstreams, hasModule })];
  });
  const asks = planned.some((each) => each.asks);
  const statements = [
    ...heading(options.path, planned),
    ...(asks ? decisionPreface(addressText(at)) : []),
    ...upstreams.blocks(),
    ...planned.map(({ text }) => text),
  ];
  const files = [
    { name: 'kerbgate.conf', text: printed(statements) },
    ...(asks ? [{ name: 'kerbgate-decisions.conf', text: decisionsText(options, at) }] : []),
  ];
  return { files, entries: entriesOf(site, planned) };
}

/** A part of a configuration does not say where to listen: its virtual hosts do. */
function socketsOf({ host, virtualHosts }: Ruleset): readonly ListenAddress[] {
  if (host.core.listen.length > 0) return host.core.listen;
  const ports = virtualHosts.flatMap(({ addresses }) => addresses.map(({ port }) => port));
  return [...new Set([80, ...ports.filter((port) => port !== 0)])].map((port) => ({ port }));
}

function heading(path: string, planned: readonly PlannedServer[]): readonly Statement[] {
  const logins = planned.some(
    ({ locations, whole }) => whole === undefined && locations.some(({ rule }) => rule.kind === 'login'),
  );
  return [
    remark(`Made from ${path} by "kerbgate migrate --to nginx"; for the http block of nginx.`),
    ...(logins
      ? [
          remark(
            'Needs the module for SPNEGO: load_module modules/ngx_http_auth_spnego_module.so; in nginx.conf.',
          ),
        ]
      : []),
    ...(planned.some(({ asks }) => asks)
      ? [remark('Needs kerbgate beside it: kerbgate serve kerbgate-decisions.conf')]
      : []),
  ];
}

/** What kerbgate decides by: the configuration as it is. */
function decisionsText(
  { path, serverRoot }: NginxOptions,
  at: { readonly address: string; readonly port: number },
): string {
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
  return [
    '# kerbgate decides by the configuration as it is; nginx serves.',
    ...(serverRoot === undefined ? [] : [`ServerRoot ${quoted(serverRoot)}`]),
    `Include ${quoted(path)}`,
    `KerbgateAuthRequest ${addressText(at)} 127.0.0.1`,
    '',
  ].join('\n');
}

/** One group for each origin, so that nginx knows the address when it starts. */
class NamedUpstreams implements Upstreams {
  readonly #names = new Map<string, string>();

  nameOf(origin: string): string {
    const known = this.#names.get(origin);
    if (known !== undefined) return known;
    const name = `kerbgate_upstream_${this.#names.size + 1}`;
    this.#names.set(origin, name);
    return name;
  }

  blocks(): readonly Statement[] {
    return [...this.#names].map(([origin, name]) => {
      const [, scheme = 'http', authority = ''] = /^(\w+):\/\/(?:[^@]*@)?(.*)$/.exec(origin) ?? [];
      const port = /:\d+$/.test(authority) ? '' : scheme.toLowerCase() === 'https' ? ':443' : ':80';
      const address = `${authority}${port}`;
      return block(
        `upstream ${name}`,
        canBeWord(address) ? [line('server', word(address)), line('keepalive', '16')] : [],
      );
    });
  }
}
