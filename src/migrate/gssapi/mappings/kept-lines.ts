import type { Line } from '../../../lint/line.js';
import { authTypeOf } from '../../../lint/place.js';
import type { MigrationChange } from '../../migration.js';
import { writtenValues } from '../krb-set.js';
import type { LineMapping } from '../mapping.js';
import { isKerberos } from '../room.js';

/** Pages for 401 that lie in the area that asks for the login. */
export const errorPage: LineMapping = {
  id: 'error-page',
  meaning:
    'mod_auth_kerb asks for a login again when ErrorDocument 401 leads to a page in the same area: the built-in page is sent, with all challenges twice. mod_auth_gssapi leaves that to httpd, which sends the page.',
  reads: ['ErrorDocument'],
  writes: [],
  mayChange: ['target', 'challenges', 'status'],
  changes: (lines, { site }) =>
    site.lines.some(isKerberos) ? lines.filter(isLocalPage).map((each) => kept(each, errorPage)) : [],
};

function isLocalPage(each: Line): boolean {
  const [status = '', page = ''] = each.name === 'ErrorDocument' ? writtenValues(each) : [];
  return status === '401' && page.startsWith('/');
}

/** Areas without an AuthName. */
export const authName: LineMapping = {
  id: 'auth-name',
  meaning:
    'Without AuthName mod_auth_kerb offers passwords with a text that breaks off, mod_auth_gssapi with the realm "(null)": say an AuthName.',
  reads: ['AuthName'],
  writes: [],
  mayChange: ['challenges'],
  changes: (_lines, { site }) => {
    const nameless = site.places.filter(
      (place) =>
        authTypeOf(place)?.startsWith('kerberos') && place.settings.mod_authn_core?.authName === undefined,
    );
    const found = nameless.map((place) => site.lineAt(place.originOf('mod_authn_core', 'AuthType')));
    return [...new Set(found)].flatMap((each) => (each ? [kept(each, authName)] : []));
  },
};

const kept = (each: Line, { id, meaning, mayChange }: LineMapping): MigrationChange => ({
  edits: [],
  at: each,
  entry: { kind: 'kept', mapping: id, after: [], message: meaning, ...(mayChange && { mayChange }) },
});
