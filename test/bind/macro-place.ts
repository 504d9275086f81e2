import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bind } from '../../src/bind/bind.js';
import { httpdMessages } from '../../src/report/httpd.js';
import type { SourceFile } from '../../src/source/file.js';
import { parseConfig } from '../../src/syntax/parse.js';
import { loadModules, noOptions } from './apache.js';

const logged = /^(?:\[[^\]]*\] )*\[macro:warn\] \[pid [^\]]*\] (.*)$/;

/** What one configuration leads to: mod_macro's warnings in their order, and the refusal or `OK`. */
export interface MacroVerdict {
  readonly warnings: readonly string[];
  readonly verdict: string;
}

/** A folder with a configuration in FILE, `foo.conf` with a mistake and `open.conf` with a section that is not closed. */
export class MacroPlace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'kerbgate-macro-'));
  private readonly main = join(this.folder, 'main.conf');
  private readonly tested = join(this.folder, 'tested.conf');
  private readonly mainText = [
    `ServerRoot ${this.folder}`,
    'ServerName localhost',
    `ErrorLog ${this.folder}/error.log`,
    ...loadModules,
    `Include ${this.tested}\n`,
  ].join('\n');

  constructor() {
    writeFileSync(this.main, this.mainText);
    writeFileSync(join(this.folder, 'foo.conf'), '\nFoo bar\n');
    writeFileSync(join(this.folder, 'open.conf'), '<Location /a>\n');
  }

  apache(configuration: string): MacroVerdict {
    writeFileSync(this.tested, configuration, 'latin1');
    const { stderr, error } = spawnSync('apache2', ['-t', '-f', this.main], { encoding: 'latin1' });
    if (error) throw error;
    const lines = stderr.trimEnd().split('\n');
    const warnings = lines.flatMap((line) => logged.exec(line)?.[1] ?? []);
    return this.told(
      warnings,
      lines.filter((line) => !line.startsWith('[')),
    );
  }

  ours(configuration: string): MacroVerdict {
    writeFileSync(this.tested, configuration, 'latin1');
    const file: SourceFile = { path: this.main, text: this.mainText };
    const { value: tree } = parseConfig(file);
    const { diagnostics } = bind(file, tree, noOptions);
    // httpd stops at the first refusal, and says nothing of what stands behind it.
    const refusal = diagnostics.findIndex(({ severity, stage }) => severity === 'error' && stage === 'read');
    const before = refusal === -1 ? diagnostics : diagnostics.slice(0, refusal);
    const warnings = before.filter(
      ({ code, severity }) => code.startsWith('macro-') && severity === 'warning',
    );
    const messages = httpdMessages(diagnostics, 'apache2');
    return this.told(
      warnings.map(({ message }) => message.replaceAll('\\', '\\\\')),
      messages.length === 0 ? ['Syntax OK'] : messages,
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private told(warnings: readonly string[], lines: readonly string[]): MacroVerdict {
    const verdict = this.named(lines.join(' ')).replace(
      /Syntax error on line \d+ of FOLDER\/main\.conf: /,
      '',
    );
    return {
      warnings: warnings.map((line) => this.named(line)),
      verdict: verdict.replace('Syntax OK', 'OK'),
    };
  }

  private readonly named = (text: string): string =>
    text.replaceAll(this.tested, 'FILE').replaceAll(this.folder, 'FOLDER').trimEnd();
}
