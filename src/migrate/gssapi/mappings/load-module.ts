import { posix } from 'node:path';
import type { Line } from '../../../lint/line.js';
import { setArguments } from '../../../syntax/edit-change.js';
import { removeItem } from '../../../syntax/edit-remove.js';
import type { MigrationChange } from '../../migration.js';
import { written, writtenValues } from '../krb-set.js';
import type { LineMapping } from '../mapping.js';

/** LoadModule loads mod_auth_gssapi from beside mod_auth_kerb. */
export const loadModule: LineMapping = {
  id: 'load-module',
  meaning:
    'LoadModule auth_kerb_module becomes auth_gssapi_module, from the same folder; where that is loaded already, the line goes. The package of mod_auth_gssapi has to be installed. Debian’s own .load files are switched with a2dismod and a2enmod.',
  reads: ['LoadModule'],
  writes: ['LoadModule'],
  changes(lines, { site }) {
    const loaded = [...site.named('LoadModule')].some((each) =>
      /^auth_gssapi_module$/i.test(writtenValues(each)[0] ?? ''),
    );
    return lines.filter(isKerb).flatMap((each) => changeOf(each, loaded));
  },
};

const isKerb = (each: Line): boolean =>
  each.name === 'LoadModule' && /^auth_kerb_module$/i.test(writtenValues(each)[0] ?? '');

function changeOf(each: Line, loaded: boolean): readonly MigrationChange[] {
  const item = written(each);
  if (loaded) {
    const { edits } = removeItem(item);
    const message = 'mod_auth_gssapi is loaded already.';
    return edits
      ? [{ edits, at: each, entry: { kind: 'dropped', mapping: 'load-module', after: [], message } }]
      : [];
  }
  const file = writtenValues(each)[1] ?? 'modules/mod_auth_kerb.so';
  const beside = posix.join(posix.dirname(file), 'mod_auth_gssapi.so');
  const { edits } = setArguments(item, ['auth_gssapi_module', beside]);
  if (!edits) return [];
  const message =
    'mod_auth_gssapi has to be installed beside it, for example with the package libapache2-mod-auth-gssapi or mod_auth_gssapi.';
  const after = [`LoadModule auth_gssapi_module ${beside}`];
  return [{ edits, at: each, entry: { kind: 'rewritten', mapping: 'load-module', after, message } }];
}
