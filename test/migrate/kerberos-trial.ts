import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../src/compile/compile.js';
import { asUsual } from '../../src/lint/supposed-ruleset.js';
import { toGssapi } from '../../src/migrate/gssapi/gssapi.js';
import { siteOfMain } from '../../src/migrate/main.js';
import { type Migrated, migrate } from '../../src/migrate/migrate.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import { textOf } from '../../src/source/decode.js';
import type { Random } from '../kit/random.js';
import { differencesMet, type Met } from './kerberos-requests.js';
import type { KerberosFiles } from './random-kerberos.js';

const options = { defines: [], environment: {}, choices: {} };

/** What is wrong with the migration of made-up files, if anything. */
export function wrongWith(files: KerberosFiles, folder: string, random: Random): string | undefined {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, 'latin1');
  const main = { path: join(folder, 'site.conf'), perDirectory: false };
  const before = rulesetOf(main);
  const migrated = migrate([main], [toGssapi], options);
  const results = new Map(migrated.files.map(({ path, after }) => [path, textOf(after)]));
  for (const [path, text] of results) writeFileSync(path, text, 'latin1');
  if (!before) return undefined;
  const after = rulesetOf(main);
  if (!after) return 'cannot be read any more';
  return (
    refusedIn(migrated) ??
    lostIn(files, folder, migrated) ??
    otherLinesLost(files, folder, results) ??
    openedBy(differencesMet([before, after], random, 25), migrated) ??
    changedAgain(main)
  );
}

function rulesetOf(main: Parameters<typeof siteOfMain>[0]): Ruleset | undefined {
  const { ruleset, bound } = siteOfMain(main, options);
  const whole = ruleset ?? (bound && compile(bound).value);
  return whole && asUsual(whole, bound);
}

const refusedIn = ({ report }: Migrated): string | undefined =>
  report.refused.length > 0
    ? `refused: ${report.refused.map(({ message }) => message).join('; ')}`
    : undefined;

/** Every line of mod_auth_kerb is told of. */
function lostIn(files: KerberosFiles, folder: string, { report }: Migrated): string | undefined {
  const read = new Set(report.entries.map(({ place }) => `${place.file}:${place.line}`));
  for (const [name, text] of Object.entries(files))
    for (const [index, line] of text.split('\n').entries()) {
      const concerns = /^\s*(?:Krb|AuthType\s+"?Kerberos)/i.test(line);
      const path = join(folder, name);
      const isReached = name === 'site.conf' || /^\s*Include/m.test(files['site.conf']);
      if (concerns && isReached && !read.has(`${path}:${index + 1}`))
        return `nothing tells of ${name}:${index + 1} ${line}`;
    }
  return undefined;
}

/** Lines of others stay, in their order. */
function otherLinesLost(
  files: KerberosFiles,
  folder: string,
  results: ReadonlyMap<string, string>,
): string | undefined {
  for (const [name, text] of Object.entries(files)) {
    const now = (results.get(join(folder, name)) ?? text).split('\n').map((line) => line.trimStart());
    let at = 0;
    for (const line of text
      .replace(/\\\r?\n/g, '')
      .split('\n')
      .map((each) => each.trimStart())) {
      if (/^(?:Krb|AuthType\s|<IfModule\s)/i.test(line)) continue;
      const found = now.indexOf(line, at);
      if (found === -1) return `lost from ${name}: ${line}`;
      at = found + 1;
    }
  }
  return undefined;
}

/** Nothing opens, and the report says of every change that there is one. */
function openedBy(met: readonly Met[], { report }: Migrated): string | undefined {
  const opening = met.find(({ openings }) => openings.length > 0);
  const told = report.proofs.flatMap(({ differences }) => differences);
  const shown = (each: Met): string => JSON.stringify(each, undefined, 1);
  if (opening)
    return `opens${told.some(({ requests }) => requests.openings.length > 0) ? '' : ', AND IS NOT TOLD'}: ${shown(opening)}`;
  const cut = report.proofs.some(({ undecided, effort }) => undecided.length > 0 || effort.cutOff.length > 0);
  if (met.length > 0 && told.length === 0 && !cut) return `a change that is NOT TOLD: ${shown(met[0]!)}`;
  return undefined;
}

function changedAgain(main: Parameters<typeof siteOfMain>[0]): string | undefined {
  const again = migrate([main], [toGssapi], options);
  return again.report.changed.length > 0
    ? `changed again:\n${again.files.map(({ after }) => textOf(after)).join('\n----\n')}`
    : undefined;
}
