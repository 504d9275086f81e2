import type { Line } from '../../../lint/line.js';
import type { Site } from '../../../lint/site.js';
import { setArguments } from '../../../syntax/edit-change.js';
import type { MigrationChange } from '../../migration.js';
import { written, writtenRaw, writtenValues } from '../krb-set.js';
import type { LineMapping } from '../mapping.js';
import { isKerberos } from '../room.js';

/** The user in a header of a request. */
export const userHeader: LineMapping = {
  id: 'user-header',
  meaning:
    'RequestHeader with %{REMOTE_USER}e sends "(null)", unless a line has made such a variable: REMOTE_USER is no variable when headers are set. It becomes an expression, which knows the user.',
  reads: ['RequestHeader', 'Header'],
  writes: ['RequestHeader', 'Header'],
  changes: (lines, { site }) =>
    concerns(site) && !makesVariable(site)
      ? lines.filter(({ name }) => name === 'RequestHeader' || name === 'Header').flatMap(headerChange)
      : [],
};

/** Users of mod_auth_kerb only are looked at here. */
const concerns = (site: Site): boolean => site.lines.some(isKerberos);

/** The variable is there where a line sets it. */
const makesVariable = (site: Site): boolean =>
  site.lines.some(
    ({ name, at }) =>
      (name === 'RewriteRule' && /\bE=REMOTE_USER\b/i.test(at.args.raw)) ||
      (/^SetEnv/i.test(name) && /\bREMOTE_USER\b/.test(at.args.raw)),
  );

function headerChange(each: Line): readonly MigrationChange[] {
  const values = writtenValues(each);
  const at = values.indexOf('%{REMOTE_USER}e');
  if (at === -1) return [];
  const { edits } = setArguments(written(each), values.with(at, 'expr=%{REMOTE_USER}'));
  if (!edits) return [];
  const after = [`${written(each).name} ${values.with(at, 'expr=%{REMOTE_USER}').join(' ')}`];
  const message =
    'It sent "(null)", since there is no such variable when headers are set; now it sends the user.';
  return [
    {
      edits,
      at: each,
      entry: { kind: 'rewritten', mapping: 'user-header', after, message, mayChange: ['identity', 'forged'] },
    },
  ];
}

/** Rules that look ahead at the user. */
export const lookAhead: LineMapping = {
  id: 'look-ahead',
  meaning:
    'RewriteCond with %{LA-U:REMOTE_USER} asks who the user will be with a request inside of the request. mod_auth_gssapi refuses to log in there, so try these rules; RequestHeader with expr=%{REMOTE_USER} does the same for headers.',
  reads: ['RewriteCond', 'RewriteRule'],
  writes: [],
  changes: (lines, { site }) =>
    concerns(site)
      ? lines
          .filter(
            (each) =>
              /^Rewrite(?:Cond|Rule)$/.test(each.name) && /LA-[UF]:REMOTE_USER/i.test(writtenRaw(each)),
          )
          .map(lookedAt)
      : [],
};

const lookedAt = (each: Line): MigrationChange => ({
  edits: [],
  at: each,
  entry: {
    kind: 'kept',
    mapping: 'look-ahead',
    after: [],
    message:
      'The user is looked up with a request inside of this one, where mod_auth_gssapi takes no login unless the request itself has been let in: try it, or set the header with expr=%{REMOTE_USER}.',
    mayChange: ['identity', 'target', 'user'],
  },
});
