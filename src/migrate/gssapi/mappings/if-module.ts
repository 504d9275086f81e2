import type { Line } from '../../../lint/line.js';
import { setArguments } from '../../../syntax/edit-change.js';
import type { MigrationChange } from '../../migration.js';
import { written, writtenValues } from '../krb-set.js';
import type { LineMapping } from '../mapping.js';

const names: Readonly<Record<string, string>> = {
  'mod_auth_kerb.c': 'mod_auth_gssapi.c',
  'mod_auth_kerb.so': 'mod_auth_gssapi.c',
  mod_auth_kerb: 'mod_auth_gssapi.c',
  auth_kerb_module: 'auth_gssapi_module',
};

/** A wrapper that asks for one of the two modules: which one, and whether it wants it absent. */
export function moduleWrapper(
  each: Line,
): { readonly module: 'kerb' | 'gssapi'; readonly absent: boolean } | undefined {
  if (each.name !== '<IfModule') return undefined;
  const match = /^(!?)(?:mod_)?auth_(kerb|gssapi)(?:\.c|\.so|_module)?$/i.exec(writtenValues(each)[0] ?? '');
  return match
    ? { module: match[2]!.toLowerCase() as 'kerb' | 'gssapi', absent: match[1] === '!' }
    : undefined;
}

/** Whether a wrapper's lines are not read once mod_auth_gssapi has taken over, since there is another branch for it. */
export function isDeadBranch(each: Line): boolean {
  const wrapper = moduleWrapper(each);
  if (wrapper?.module === 'gssapi') return wrapper.absent;
  if (!wrapper || wrapper.absent) return false;
  return each.siblings.some((other) => {
    const beside = moduleWrapper(other);
    return beside?.module === 'gssapi' && !beside.absent && hasLogin(other);
  });
}

const hasLogin = ({ inner }: Line): boolean =>
  inner.some(
    (each) =>
      /^Gssapi/.test(each.name) ||
      (each.name === 'AuthType' && /gssapi/i.test(each.at.args.raw)) ||
      hasLogin(each),
  );

/** IfModule of mod_auth_kerb asks for mod_auth_gssapi. */
export const ifModule: LineMapping = {
  id: 'if-module',
  meaning:
    'IfModule of mod_auth_kerb asks for mod_auth_gssapi: a wrapper that is left leaves its area without a login. Where a branch for mod_auth_gssapi stands beside it, that one counts from now on, and the old branch stays as it is and is not read.',
  reads: ['<IfModule'],
  writes: ['<IfModule'],
  changes: (lines) => lines.flatMap(changeOf),
};

function changeOf(each: Line): readonly MigrationChange[] {
  const wrapper = moduleWrapper(each);
  if (!wrapper) return [];
  if (isDeadBranch(each)) return kept(each);
  if (wrapper.module === 'gssapi') return [];
  const [value = ''] = writtenValues(each);
  const plain = value.replace(/^!/, '');
  const name = `${wrapper.absent ? '!' : ''}${names[plain.toLowerCase()] ?? 'mod_auth_gssapi.c'}`;
  const { edits } = setArguments(written(each) as Parameters<typeof setArguments>[0], [name]);
  if (!edits) return [];
  const message = 'What is in it is for mod_auth_gssapi now.';
  return [
    {
      edits,
      at: each,
      entry: { kind: 'rewritten', mapping: 'if-module', after: [`<IfModule ${name}>`], message },
    },
  ];
}

function kept(each: Line): readonly MigrationChange[] {
  const old = each.inner.some(({ name, at }) => /^krb/i.test(name) || /kerberos/i.test(at.args.raw));
  if (!old) return [];
  const isAbsent = moduleWrapper(each)?.module === 'gssapi';
  const message = isAbsent
    ? 'It is not read any more, since mod_auth_gssapi is loaded now: say its login for mod_auth_gssapi, or these requests have none. Then it can be taken out.'
    : 'The branch for mod_auth_gssapi beside it counts from now on; this one is not read any more and can be taken out. Compare the two: what they say may differ.';
  return [
    {
      edits: [],
      at: each,
      entry: {
        kind: 'kept',
        mapping: 'if-module',
        after: [],
        message,
        mayChange: ['granted', 'status', 'challenges', 'user', 'proof'],
      },
    },
  ];
}

/** Lines that stand in no dead branch. */
export const isLive = (each: Line): boolean => !each.around.some(isDeadBranch);
