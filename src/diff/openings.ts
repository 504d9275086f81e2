import type { Circumstances } from './circumstances.js';
import { isGood } from './credentials.js';
import type { Opening, Verdict } from './decision-diff.js';
import { overrideWords } from './verdict-text.js';

/** What opens between two verdicts on one request; `askedBefore`: whether others were asked for a password there. */
export function openingsOf(
  before: Verdict,
  after: Verdict,
  circumstances: Circumstances,
  askedBefore: () => boolean,
): readonly Opening[] {
  return [
    ...grantedNow(before, after, circumstances),
    ...otherUser(before, after),
    ...weakerProof(before, after),
    ...passwordInClear(before, after, circumstances, askedBefore),
    ...forgedNow(before, after),
    ...moreOverrides(before, after),
  ];
}

function grantedNow(before: Verdict, after: Verdict, { credential }: Circumstances): readonly Opening[] {
  // A folder's path without its slash is let in, too.
  if (after.kind !== 'granted' || before.kind === 'granted' || addsSlash(before, after)) return [];
  if (after.target.endsWith('(TRACE)'))
    return [
      {
        code: 'trace',
        message: 'TRACE is answered now, with all that the client and what stands before it sent',
      },
    ];
  const who = isGood(credential) ? `as ${after.user ?? 'nobody in particular'}` : 'without a login';
  return [{ code: 'granted-now', message: `granted now, ${who}; not before` }];
}

/** Whether a redirect only adds the slash that a folder's path ends with. */
function addsSlash({ kind, target }: Verdict, after: Verdict): boolean {
  const [name = ''] = after.target.split('/').slice(-1);
  return kind === 'redirect' && target.endsWith(`/${name}/`);
}

function otherUser(before: Verdict, after: Verdict): readonly Opening[] {
  if (before.kind !== 'granted' || after.kind !== 'granted' || before.user === after.user) return [];
  if (after.user === undefined)
    return [
      { code: 'fewer-demands', message: `nobody has to log in any more: it was granted as ${before.user}` },
    ];
  if (before.user === undefined) return [];
  return [{ code: 'other-user', message: `granted as ${after.user} now, not as ${before.user}` }];
}

/** What a login has to prove less. Other keys and files are no less, but others. */
function weakerProof(before: Verdict, after: Verdict): readonly Opening[] {
  if (before.proof.length === 0 || after.proof.length === 0) return [];
  const [old, now] = [before.proof.join('\n'), after.proof.join('\n')];
  if (old === now) return [];
  const weaker: string[] = [];
  if (old.includes('the KDC verified') && now.includes('the KDC not verified'))
    weaker.push('the KDC that says so is not verified any more');
  if (old.includes('bound to the TLS connection') && !now.includes('bound to the TLS connection'))
    weaker.push('tickets of other connections are taken');
  if (old.includes('channel binding required') && !now.includes('channel binding required'))
    weaker.push('tickets need not belong to the connection any more');
  if (!old.includes('any service') && now.includes('any service'))
    weaker.push('tickets for any service of the keytab are taken');
  if (/of the realm/.test(old) && !/of the realm|any service/.test(now))
    weaker.push('tickets for the same service in other realms of the keytab are taken');
  if (moreMechanisms(old, now)) weaker.push('more mechanisms are taken');
  if (!old.includes('kept for the connection') && now.includes('kept for the connection'))
    weaker.push('a login stays for its connection');
  return weaker.map((message) => ({ code: 'fewer-demands', message }));
}

function moreMechanisms(old: string, now: string): boolean {
  if (old.includes('any mechanism')) return false;
  const before = mechanismsIn(old);
  return now.includes('any mechanism') || mechanismsIn(now).some((name) => !before.includes(name));
}

const mechanismsIn = (text: string): readonly string[] =>
  [...text.matchAll(/mechanisms ([\w. ]+)/g)].flatMap(([, names]) => names!.trim().split(' '));

/** Whether a client is asked for a password. */
export const asksForPassword = ({ challenges }: Verdict): boolean =>
  challenges.some((each) => /^basic\b/i.test(each));

function passwordInClear(
  before: Verdict,
  after: Verdict,
  { secure }: Circumstances,
  askedBefore: () => boolean,
): readonly Opening[] {
  if (secure || !asksForPassword(after) || asksForPassword(before) || askedBefore()) return [];
  return [{ code: 'password-in-clear', message: 'passwords are asked for in the clear now' }];
}

function forgedNow(before: Verdict, after: Verdict): readonly Opening[] {
  return after.forged
    .filter((name) => !before.forged.includes(name) && before.kind === 'granted')
    .map((name) => ({
      code: 'forged-field',
      message: `${name} as a client sends it reaches what stands behind, which did not before`,
    }));
}

function moreOverrides(before: Verdict, after: Verdict): readonly Opening[] {
  if (before.kind !== 'granted' || after.kind !== 'granted' || before.override === after.override) return [];
  const old = overrideWords(before.override);
  const more = [...overrideWords(after.override)].filter((word) => !old.has(word));
  if (more.length === 0) return [];
  return [{ code: 'htaccess', message: `per-directory files may say more now: ${more.join(' ')}` }];
}
