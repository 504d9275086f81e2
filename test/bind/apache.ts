import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bind } from '../../src/bind/bind.js';
import type { BoundConfiguration } from '../../src/bind/bound.js';
import type { BindOptions } from '../../src/bind/options.js';
import { httpdMessages } from '../../src/report/httpd.js';
import type { Staged } from '../../src/source/diagnostic.js';
import type { SourceFile } from '../../src/source/file.js';
import { parseConfig } from '../../src/syntax/parse.js';

const moduleFolder = '/usr/lib/apache2/modules';

/** LoadModule lines for all the modules that are defined here and shipped by Debian. */
export const loadModules = [
  ...['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_host', 'authz_user', 'authz_groupfile'],
  ...[
    'include',
    'autoindex',
    'expires',
    'filter',
    'deflate',
    'actions',
    'userdir',
    'authn_anon',
    'allowmethods',
  ],
  ...['access_compat', 'auth_basic', 'auth_gssapi', 'alias', 'cgi', 'cgid', 'dir', 'mime', 'env', 'setenvif'],
  ...[
    'headers',
    'session',
    'session_cookie',
    'proxy',
    'proxy_http',
    'macro',
    'rewrite',
    'ldap',
    'authnz_ldap',
  ],
].map((name) => `LoadModule ${name}_module ${moduleFolder}/mod_${name}.so`);

export const noOptions: BindOptions = { defines: [], before: [], after: [], environment: {} };

/** Binds a text as one file. */
export function bindText(text: string, options: Partial<BindOptions> = {}): Staged<BoundConfiguration> {
  const file: SourceFile = { path: 'test.conf', text };
  const { value, diagnostics } = parseConfig(file);
  const bound = bind(file, value, { ...noOptions, serverRoot: '/', ...options });
  return { value: bound.value, diagnostics: [...diagnostics, ...bound.diagnostics] };
}

/** A folder with the file under test and the file that loads modules and includes it. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'kerbgate-bind-'));
  private readonly main = join(this.folder, 'main.conf');
  private readonly tested = join(this.folder, 'tested.conf');

  constructor(private readonly modules: readonly string[] = loadModules) {}

  write(configuration: string): void {
    writeFileSync(this.main, this.mainText());
    writeFileSync(this.tested, configuration, 'latin1');
  }

  /** What `apache2 -t` says, boiled down. */
  apache(): string {
    const { stderr, error } = spawnSync('apache2', ['-t', '-f', this.main], { encoding: 'latin1' });
    if (error) throw error;
    return this.verdict(stderr);
  }

  /** What we say in httpd's form, boiled down alike. */
  ours(): string {
    const { diagnostics } = this.bound();
    const messages = httpdMessages(diagnostics, 'apache2');
    return messages.length === 0 ? 'OK' : this.verdict(messages.join('\n'));
  }

  bound(): Staged<BoundConfiguration> {
    const file: SourceFile = { path: this.main, text: this.mainText() };
    const { value, diagnostics } = parseConfig(file);
    const bound = bind(file, value, noOptions);
    return { value: bound.value, diagnostics: [...diagnostics, ...bound.diagnostics] };
  }

  private mainText(): string {
    return [
      `ServerRoot ${this.folder}`,
      'ServerName localhost',
      `ErrorLog ${this.folder}/error.log`,
      ...this.modules,
      `Include ${this.tested}`,
    ]
      .map((line) => `${line}\n`)
      .join('');
  }

  /** `walk 2: message` for httpd's AH00526 form, `read 2: message` for the other. */
  private verdict(said: string): string {
    const named = said.replaceAll(this.tested, 'FILE').replaceAll(this.folder, 'FOLDER').trimEnd();
    const text = named.replace(/(?<=on line )\d+(?= of FOLDER\/main)/, 'N');
    const walked = /^AH00526: Syntax error on line (\d+) of FILE:\n(.*)$/m.exec(text);
    if (walked) return `walk ${walked[1]}: ${walked[2]!.trimEnd()}`;
    const read =
      /^apache2: Syntax error on line N of FOLDER\/main\.conf: Syntax error on line (\d+) of FILE: (.*)$/m.exec(
        text,
      );
    if (read) return `read ${read[1]}: ${read[2]!.trimEnd()}`;
    return /^Syntax OK$/m.test(text) ? 'OK' : `? ${text.split('\n').at(-1)}`;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
