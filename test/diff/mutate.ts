import type { Random } from '../kit/random.js';

/** A configuration with one line changed, and in words what was done. */
export interface Mutation {
  readonly text: string;
  readonly done: string;
}

type Change = (line: string, random: Random) => string | undefined;

/** Changes of one line that people make by accident or on purpose; `undefined` where they do not fit. */
const changes: readonly Change[] = [
  // The line goes.
  (line) => (/^\s*<|^\s*(?:LoadModule|DocumentRoot|ServerRoot|Listen)\b/.test(line) ? undefined : ''),
  (line) => (/^\s*Require\b/i.test(line) ? '' : undefined),
  (line) =>
    swapped(line, [
      [/\bOn\b/i, 'Off'],
      [/\bOff\b/i, 'On'],
    ]),
  (line) =>
    swapped(line, [
      [/\bgranted\b/, 'denied'],
      [/\bdenied\b/, 'granted'],
    ]),
  (line) =>
    swapped(line, [
      [/valid-user/, 'all granted'],
      [/^(\s*Require) user .*/, '$1 valid-user'],
      [/^(\s*)Require all granted/, '$1Require valid-user'],
    ]),
  (line) => swapped(line, [[/^(\s*<(?:Location|Directory|Files)\b[^>]*?\w)("?>)$/, '$1x$2']]),
  (line) => swapped(line, [[/^(\s*<Location(?:Match)? "?\^?)\/(\w)/, '$1/x$2']]),
  (line) =>
    swapped(line, [
      [/^(\s*)(Require (?!not))/, '$1Require not $2'],
      [/Require not Require/, 'Require not'],
      [/Require not /, 'Require '],
    ]),
  (line) =>
    swapped(line, [
      [/^(\s*<(?:Limit|LimitExcept)\b.*)>$/, '$1 DELETE>'],
      [/\bGET\b/, 'POST'],
      [/\bPOST\b/, 'GET'],
    ]),
  (line) =>
    swapped(line, [
      [/\balice\b/, 'bob'],
      [/\bstaff\b/, 'guests'],
      [/\bbob\b/, 'carol'],
    ]),
  (line) =>
    swapped(line, [
      [/10\.0\.0\./, '10.0.1.'],
      [/127\.0\.0\.1/, '127.0.0.2'],
      [/\/24\b/, '/16'],
      [/\/8\b/, '/16'],
    ]),
  (line) =>
    swapped(line, [
      [/RequireAll\b/, 'RequireAny'],
      [/RequireAny\b/, 'RequireAll'],
    ]),
  (line) =>
    swapped(line, [
      [/\bAny\b/, 'All'],
      [/AuthMerging Off/, 'AuthMerging And'],
      [/\bAnd\b/, 'Or'],
      [/\bOr\b/, 'And'],
      [/allow,deny/i, 'deny,allow'],
      [/deny,allow/i, 'allow,deny'],
    ]),
  (line) =>
    swapped(line, [
      [/==/, '!='],
      [/!=/, '=='],
      [/=~/, '!~'],
      [/!~/, '=~'],
      [/&&/, '||'],
    ]),
  (line) => swapped(line, [[/^(\s*(?:SetEnvIf|SetEnvIfNoCase|BrowserMatch)\s+.*?)(\w+)$/, '$1other']]),
  (line) => swapped(line, [[/^(\s*ErrorDocument 40[13]) .*/, '$1 "changed"']]),
  // What a migration changes, line by line.
  (line) =>
    swapped(line, [
      [/^(\s*)AuthType Kerberos.*/i, '$1AuthType GSSAPI'],
      [/^(\s*)AuthType GSSAPI/i, '$1AuthType Kerberos'],
      [/^(\s*)Krb5Keytab (.*)/i, '$1GssapiCredStore keytab:$2'],
      [/^(\s*)GssapiCredStore keytab:(.*)/i, '$1Krb5Keytab $2'],
      [/^(\s*)KrbMethodK5Passwd On/i, '$1GssapiBasicAuth On'],
      [/^(\s*)KrbLocalUserMapping/i, '$1GssapiLocalName'],
      [/^(\s*)KrbServiceName .*/i, '$1GssapiAcceptorName {HOSTNAME}'],
      [/^(\s*)GssapiAcceptorName .*/i, '$1KrbServiceName Any'],
      [/^(\s*)KrbAuthRealms (.*)/i, '$1KrbAuthRealms OTHER.EXAMPLE'],
      [/^(\s*)GssapiLocalName/i, '$1KrbLocalUserMapping'],
    ]),
  (line) =>
    swapped(line, [
      [/^(\s*)Allow from all/i, '$1Require all granted'],
      [/^(\s*)Deny from all/i, '$1Require all denied'],
      [/^(\s*)Allow from env=(\w+)/i, '$1Require env $2'],
      [/^(\s*)Allow from ([\d./: ]+)$/i, '$1Require ip $2'],
      [/^(\s*)Allow from ([\w.-]+)$/i, '$1Require host $2'],
      [/^(\s*)Deny from ([\d./: ]+)$/i, '$1Require not ip $2'],
      [/^(\s*)Require ip (.*)/i, '$1Allow from $2'],
      [/^(\s*)Require all granted/i, '$1Satisfy Any'],
      [/^(\s*)Satisfy .*/i, ''],
      [/^(\s*)Order .*/i, '$1Order mutual-failure'],
    ]),
  (line) =>
    swapped(line, [
      [/^(\s*)UseCanonicalName On/i, '$1UseCanonicalName Off'],
      [/^(\s*)UseCanonicalName Off/i, '$1UseCanonicalName On'],
      [/^(\s*)ServerName (\S+)/i, '$1ServerName other.$2'],
      [/^(\s*)GssapiAllowedMech .*/i, ''],
      [/^(\s*)GssapiNegotiateOnce.*/i, ''],
      [/^(\s*)AuthName .*/i, '$1AuthName changed'],
    ]),
  (line) => swapped(line, [[/^(\s*(?:Alias|ScriptAlias|ProxyPass|Redirect)\s+)\/(\w)/, '$1/x$2']]),
];

function swapped(line: string, pairs: readonly (readonly [RegExp, string])[]): string | undefined {
  const pair = pairs.find(([from]) => from.test(line));
  return pair && line.replace(pair[0], pair[1]);
}

/** A configuration with one line changed that can be; `undefined` where nothing fits. */
export function mutated(text: string, random: Random): Mutation | undefined {
  const lines = text.split('\n');
  for (let tries = 0; tries < 60; tries++) {
    const at = random.below(lines.length);
    const line = lines[at]!;
    if (line.trim() === '' || /^\s*(?:#|<\/)/.test(line) || /\\$/.test(line)) continue;
    const changed = random.pick(changes)(line, random);
    if (changed === undefined || changed === line) continue;
    return {
      text: lines.with(at, changed).join('\n'),
      done: `line ${at + 1}: "${line.trim()}" to "${changed.trim()}"`,
    };
  }
  return undefined;
}
