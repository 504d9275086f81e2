import type { Line } from '../../../lint/line.js';
import { setArguments } from '../../../syntax/edit-change.js';
import type { MigrationChange } from '../../migration.js';
import { written, writtenValues } from '../krb-set.js';
import type { LineMapping } from '../mapping.js';

const always = ['GssapiAllowedMech', 'GssapiNegotiateOnce', 'GssapiAcceptorName'];

/** What per-directory files need instead of a directive. */
const needed: Readonly<Record<string, readonly string[]>> = {
  krb5keytab: ['GssapiCredStore'],
  krbmethodk5passwd: ['GssapiBasicAuth', 'GssapiBasicAuthMech'],
  krbmethodnegotiate: ['SetEnvIf', 'Require'],
  krbauthrealms: ['Require'],
  krbauthrealm: ['Require'],
  krbsavecredentials: ['GssapiDelegCcacheDir', 'GssapiDelegCcacheUnique'],
  krblocalusermapping: ['GssapiLocalName'],
  krbconstraineddelegation: ['GssapiUseS4U2Proxy', 'GssapiCredStore'],
  krbservicename: ['GssapiAcceptorName'],
};

/** AllowOverrideList names the new directives. */
export const overrideList: LineMapping = {
  id: 'allow-override-list',
  meaning: 'AllowOverrideList allows per-directory files the directives that theirs become.',
  reads: ['AllowOverrideList'],
  writes: ['AllowOverrideList'],
  changes: (lines) => lines.filter(({ name }) => name === 'AllowOverrideList').flatMap(changeOf),
};

function changeOf(each: Line): readonly MigrationChange[] {
  const values = writtenValues(each);
  const isKrb = (name: string): boolean => /^krb/i.test(name);
  if (!values.some(isKrb)) return [];
  const added = [...values.filter(isKrb).flatMap((name) => needed[name.toLowerCase()] ?? []), ...always];
  const first = values.findIndex(isKrb);
  const kept = values.filter((name) => !isKrb(name));
  const others = new Set(kept.map((name) => name.toLowerCase()));
  const fresh = [...new Set(added)].filter((name) => !others.has(name.toLowerCase()));
  const now = kept.toSpliced(values.slice(0, first).filter((name) => !isKrb(name)).length, 0, ...fresh);
  const { edits } = setArguments(written(each), now);
  if (!edits) return [];
  const message = 'Per-directory files may use what theirs become; migrate them, too.';
  const after = [`AllowOverrideList ${now.join(' ')}`];
  return [{ edits, at: each, entry: { kind: 'rewritten', mapping: 'allow-override-list', after, message } }];
}
