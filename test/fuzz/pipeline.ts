import { refusalOf } from '../../src/cli/httpd-run.js';
import { httpdMessages } from '../../src/report/httpd.js';
import { renderDiagnostics } from '../../src/report/pretty.js';
import { type Loaded, load } from '../../src/serve/load.js';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import type { SourceFile } from '../../src/source/file.js';
import { parseConfig } from '../../src/syntax/parse.js';
import { print } from '../../src/syntax/print.js';
import type { Item } from '../../src/syntax/tree.js';

const surroundings = { serverRoot: '/', before: [], after: [], environment: { PATH: '/bin' } };

/**
 * Takes a text through everything there is for texts: tree, printing, binding, compiling and both reports. Throws when the tree does
 * not print as the text, or when a finding has no sound place or no words.
 */
export function throughEverything(text: string): Loaded {
  const file: SourceFile = { path: 'test.conf', text };
  const { value: tree } = parseConfig(file);
  if (print(tree) !== text) throw new Error('printing does not give the bytes back');
  readWords(tree.items);
  const loaded = load(file, { ...surroundings, defines: [] });
  loaded.diagnostics.forEach(checkDiagnostic);
  const shown = renderDiagnostics(loaded.diagnostics, { colour: false, width: 80 });
  if (loaded.diagnostics.length > 0 && shown === '') throw new Error('findings are not shown');
  const refused = httpdMessages(loaded.diagnostics, 'httpd').length > 0;
  if (!refused && !loaded.bound) throw new Error('nothing is bound');
  refusalOf(loaded);
  return loaded;
}

/** Words are cut when they are first read. */
function readWords(items: readonly Item[]): void {
  const pending = [...items];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind === 'section') for (const inner of item.items) pending.push(inner);
    if (item.kind !== 'section' && item.kind !== 'directive') continue;
    for (const { span } of item.args.words)
      if (span.start < item.span.start || span.end > item.span.end)
        throw new Error('a word lies outside its line');
  }
}

function checkDiagnostic({ span, message, code }: Diagnostic): void {
  if (message === '' || code === '') throw new Error('a finding says nothing');
  if (span && !(0 <= span.start && span.start <= span.end && span.end <= span.file.text.length))
    throw new Error(`a finding has no sound place: ${message}`);
}
