import type { Line } from '../../../lint/line.js';
import { setArguments } from '../../../syntax/edit-change.js';
import type { MigrationChange } from '../../migration.js';
import { written, writtenValues } from '../krb-set.js';
import type { LineMapping } from '../mapping.js';

const ofKerb = /^(?:mod_)?auth_kerb(_module|\.c)?:/i;

/** LogLevel names the new module. */
export const logLevel: LineMapping = {
  id: 'log-level',
  meaning: 'LogLevel of auth_kerb becomes that of auth_gssapi.',
  reads: ['LogLevel'],
  writes: ['LogLevel'],
  changes: (lines) => lines.filter(({ name }) => name === 'LogLevel').flatMap(changeOf),
};

function changeOf(each: Line): readonly MigrationChange[] {
  const values = writtenValues(each);
  if (!values.some((value) => ofKerb.test(value))) return [];
  const now = values.map((value) => value.replace(ofKerb, 'auth_gssapi:'));
  const { edits } = setArguments(written(each), now);
  if (!edits) return [];
  const message = 'The level is for mod_auth_gssapi now.';
  return [
    {
      edits,
      at: each,
      entry: { kind: 'rewritten', mapping: 'log-level', after: [`LogLevel ${now.join(' ')}`], message },
    },
  ];
}
