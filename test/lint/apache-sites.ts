import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof, ProofRequest } from '../../src/lint/proof.js';
import type { Example, LintRule } from '../../src/lint/rule.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { type Answer, headerValues } from '../kit/answer.js';
import { projectFolder } from '../kit/project.js';
import type { SeenRequest } from '../kit/upstream.js';
import { type Claimed, claims } from './claims.js';
import { findingsIn, siteOfExample } from './lint-text.js';

/** A request to an example, as a virtual host of Apache, and what has to come of it or must not. */
export interface Case {
  readonly title: string;
  readonly host: string;
  /** The lines of the virtual host. */
  readonly config: string;
  readonly request: Partial<ProofRequest> & Pick<ProofRequest, 'target'>;
  readonly consequence: Claimed;
  readonly shows: boolean;
}

/** Nothing of the kind is installed: whoever names it is answered with 500. */
const absent = /^\s*(?:AuthType Kerberos|Krb|Require ldap|AuthLDAP|AuthBasicProvider PAM|Require pam)/m;
const isRunnable = (config: string): boolean =>
  !absent.test(config) && !/^LoadModule|<IfModule mod_auth_kerb/m.test(config);

/** What virtual hosts cannot hold, or what each has anyway. */
const asHost = (config: string): string =>
  config
    .replace(/^(?:Listen|ServerName|SSLEngine|SSLCertificateFile) .*\n/gm, '')
    .replace(/^<\/?VirtualHost.*\n/gm, '');

/** Which good example is held against the proofs of a rule's bad ones: the first, unless the request of the proof is rightly answered so there. */
const goodExample: Readonly<Record<string, number | 'none'>> = {
  // Everybody may GET, and it is written so.
  'limitexcept-opens-methods': 'none',
  // Who logs in at the right address gets in, or is asked for a password, there, too.
  'require-or': 'none',
  // One asks for TLS, which no case has; the other asks for no password.
  'password-perhaps-in-clear': 1,
  // A part of a configuration, which has TLS somewhere else.
  'sslonly-in-clear': 'none',
  // The first one opens what a folder above has closed, as was meant.
  'satisfy-any-opens': 2,
};

/** Each proof with its own example, where it holds, and with the rule's first good one, where it does not. */
function casesOf(rule: LintRule): readonly Case[] {
  const proved = rule.examples.bad.flatMap((example, at): readonly (readonly [number, string, Proof])[] => {
    if (example.files || example.htaccess || !isRunnable(example.config)) return [];
    const findings = findingsIn(siteOfExample(example, '/nowhere'), [rule]);
    return findings.flatMap(({ proof }) => (proof ? [[at, example.config, proof] as const] : []));
  });
  const good = goodOf(rule);
  return proved.flatMap(([at, config, { request, consequence }], index): readonly Case[] => [
    {
      title: `${rule.id}: bad example ${at + 1}`,
      host: `${rule.id}-${index}.bad.test`,
      config,
      request,
      consequence,
      shows: true,
    },
    ...(good
      ? [
          {
            title: `${rule.id}: good example`,
            host: `${rule.id}-${index}.ok.test`,
            config: good.config,
            request,
            consequence,
            shows: false,
          },
        ]
      : []),
  ]);
}

function goodOf({ id, examples }: LintRule): Example | undefined {
  const at = goodExample[id] ?? 0;
  const good = at === 'none' ? undefined : examples.ok[at];
  return good && !good.files && !good.htaccess && isRunnable(good.config) ? good : undefined;
}

function claimed(): readonly Case[] {
  return claims.map(({ rule: id, kind, at, beside = '', request, consequence }, index) => {
    const { config } = lintRules.find((rule) => rule.id === id)!.examples[kind][at]!;
    const title = `${id}: ${kind} example ${at + 1}, claim ${index + 1}`;
    return {
      title,
      host: `claim-${index}.test`,
      config: `${beside}\n${config}`,
      request,
      consequence,
      shows: true,
    };
  });
}

/** All of them. */
export function casesForApache(): readonly Case[] {
  return [...lintRules.flatMap(casesOf), ...claimed()];
}

/** All examples that httpd has to take, as virtual hosts: the linter is about what httpd does not see. */
export function takenByHttpd(): string {
  const refused: ReadonlySet<string> = new Set([
    'not-accepted',
    'not-judged',
    'pasted-documentation',
    'section-missing',
  ]);
  const configs = lintRules.flatMap(({ id, examples: { bad, ok } }) =>
    refused.has(id)
      ? []
      : [...bad, ...ok].filter(
          ({ files, htaccess, config, also }) =>
            !files &&
            !htaccess &&
            isRunnable(config) &&
            !also?.some((id) => id === 'not-accepted' || id === 'not-judged'),
        ),
  );
  return configs.map(({ config }) => `<VirtualHost *:80>\n${asHost(config)}</VirtualHost>\n`).join('');
}

/** What the paths and ports of examples stand for. */
export interface Stage {
  readonly folder: string;
  readonly keytab: string;
  readonly application: number;
}

/** Makes what examples name: pages, a program, an empty file of users. */
export function makeStage(folder: string): void {
  for (const name of ['www/a', 'www/app', 'cgi', 'run']) mkdirSync(join(folder, name), { recursive: true });
  mkdirSync(join(folder, 'www/pages'));
  writeFileSync(join(folder, 'www/pages/401.html'), 'Ask for an account.\n');
  for (const name of ['a', 'app']) writeFileSync(join(folder, 'www', name, 'index.html'), 'page\n');
  writeFileSync(join(folder, 'users'), '');
  const program = join(folder, 'cgi/env');
  copyFileSync(join(projectFolder, 'fixtures/conformance/site/cgi-bin/env'), program);
  chmodSync(program, 0o755);
}

/** A configuration with a virtual host for each case. Who asks is told by a field, and who logged in by another. */
export function configurationOf(
  cases: readonly Case[],
  port: number,
  { folder, keytab, application }: Stage,
): string {
  const hosts = cases.map(
    ({ host, config }) => `<VirtualHost *:${port}>\nServerName ${host}\n${asHost(config)}\n</VirtualHost>\n`,
  );
  const filled = hosts
    .join('')
    .replaceAll(/\/etc\/[ab]\.keytab/g, keytab)
    .replaceAll('/etc/users', join(folder, 'users'))
    .replaceAll('/srv/', `${folder}/`)
    .replaceAll(/\/(?:var\/lib|run)\/(?=[a-z])/g, `${folder}/run/`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${application}`);
  return [
    `DocumentRoot ${folder}/www`,
    'RemoteIPHeader X-Asks-From',
    'RemoteIPInternalProxy 127.0.0.0/8',
    'Header always set X-Logged-In "expr=%{REMOTE_USER}"',
    filled,
  ].join('\n');
}

const open: ReadonlySet<number> = new Set([200, 301, 302, 404, 405]);

/** Whether an answer of Apache is what is claimed. */
export function isAnswered(answer: Answer, consequence: Claimed): boolean {
  const { status, body } = answer;
  const user = headerValues(answer, 'x-logged-in').join();
  const challenges = headerValues(answer, 'www-authenticate');
  switch (consequence.kind) {
    case 'open':
    case 'user-lost':
      return open.has(status) && user === '';
    case 'granted':
      return open.has(status) && user === consequence.user;
    case 'status':
      return status === consequence.status;
    case 'no-challenge':
      return status === 401 && challenges.length === 0;
    case 'password-in-clear':
      return status === 401 && challenges.some((challenge) => challenge.startsWith('Basic '));
    case 'built-in-page':
      return status === 401 && body.includes('<h1>Unauthorized</h1>');
    case 'challenge':
      return status === 401 && challenges.some((challenge) => challenge.includes(consequence.contains));
    case 'field':
      return headerValues(answer, consequence.name.toLowerCase()).some((value) =>
        value.includes(consequence.contains),
      );
    case 'field-without':
      return (
        headerValues(answer, consequence.name.toLowerCase()).length > 0 &&
        headerValues(answer, consequence.name.toLowerCase()).every(
          (value) => !value.toLowerCase().includes(consequence.lacks),
        )
      );
    case 'field-missing':
      return status > 0 && headerValues(answer, consequence.name.toLowerCase()).length === 0;
    case 'request-field':
      return status === 200 && fieldsSeen(body, consequence.name).includes(consequence.value);
    case 'no-request-field':
      return status === 200 && fieldsSeen(body, consequence.name).length === 0;
    case 'variable':
      return status === 200 && variablesSeen(body)[consequence.name] === consequence.value;
    case 'no-variable':
      return status === 200 && variablesSeen(body)[consequence.name] === undefined;
  }
}

function fieldsSeen(body: Buffer, name: string): readonly string[] {
  const { headers } = JSON.parse(body.toString()) as SeenRequest;
  return headers.flatMap(([each, value]) => (each.toLowerCase() === name.toLowerCase() ? [value] : []));
}

function variablesSeen(body: Buffer): Readonly<Record<string, string>> {
  return (JSON.parse(body.toString()) as { readonly environment: Readonly<Record<string, string>> })
    .environment;
}
