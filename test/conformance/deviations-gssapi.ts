import type { ComparableAnswer } from '../kit/compare.js';
import { earlierLogins, leavesItsRules } from './bound-places.js';
import { brokeOff, challengesOf, onlyDiffersIn } from './deviation-shapes.js';
import type { Deviation } from './deviations.js';

/** Meant differences from mod_auth_gssapi beyond those of every login. */
export const gssapiDeviations: readonly Deviation[] = [
  {
    id: 'attributes-whole',
    apache:
      'GssapiRequiredNameAttributes lets in whoever has a value that is only the beginning of the required one',
    kerbgate: 'values are compared whole: 403',
    why: 'who needs to have proven "strongest" must not come in with "strong"',
    covers: ({ fixture, request, apache, kerbgate }) =>
      fixture.configuration.includes('GssapiRequiredNameAttributes auth-indicators=strongest') &&
      request.target === '/env/longer' &&
      apache?.status === 200 &&
      kerbgate.status === 403,
  },
  {
    id: 'ntlm-only-named',
    apache:
      'with GssapiConnectionBound On, NTLM is offered and taken by its own name whatever GssapiAllowedMech says',
    kerbgate: 'only where GssapiAllowedMech names ntlmssp',
    why: 'who allows krb5 alone has not allowed NTLM',
    covers: ({ fixture, apache, kerbgate }) =>
      bindsConnections(fixture.configuration) &&
      apache !== undefined &&
      onlyDiffersIn(/^(?:www|proxy)-authenticate$/, apache, kerbgate) &&
      challengesOf(apache)
        .filter((challenge) => !/^NTLM/.test(challenge))
        .join() === challengesOf(kerbgate).join(),
  },
  {
    id: 'bound-session-variables',
    apache:
      'a session on a bound connection is told of with the AUTH_TYPE, GSS_MECH and GSS_SESSION_EXPIRATION of what the connection tried before',
    kerbgate: 'with its own: it has no mechanism, and no end that is known',
    why: 'variables tell of the login that let the request in',
    covers: ({ fixture, apache, kerbgate }) =>
      bindsConnections(fixture.configuration) &&
      fixture.configuration.includes('GssapiUseSessions') &&
      apache?.status === 200 &&
      onlyDiffersIn(/^CGI (?:AUTH_TYPE|GSS_NAME|GSS_MECH|GSS_SESSION_EXPIRATION)$/, apache, kerbgate),
  },
  {
    id: 'iakerb-only-named',
    apache:
      'without GssapiAllowedMech, IAKERB is taken: the server asks KDCs whatever strangers want to know',
    kerbgate: 'only where GssapiAllowedMech names iakerb',
    why: 'who has not logged in must not send the server to a KDC unless that is wanted',
    covers: ({ fixture, request, apache, kerbgate }) =>
      unnamedPlace(fixture.configuration, request.target) &&
      (request.credential.includes(':iakerb=') || request.credential === 'next') &&
      (apache?.status === 401 || apache?.status === 200) &&
      kerbgate.status === 401 &&
      challengesOf(kerbgate)[0] === 'Negotiate',
  },
  {
    id: 'names-upstream',
    apache: "a user's name may hold control characters, which RequestHeader sends to an upstream as they are",
    kerbgate: '500, and nothing is sent',
    why: 'a name must not be able to make up a field',
  },
  {
    id: 'attributes-json',
    apache:
      'GSS_NAME_ATTRS_JSON holds names as they are, and other bytes than ASCII and control characters in a form that is no JSON',
    kerbgate: 'it is JSON whatever names and values hold',
    why: 'a name must not be able to make up attributes for the program that reads them',
    covers: ({ apache, kerbgate }) =>
      onlyDiffersIn(/^CGI GSS_NAME_ATTRS_JSON$/, apache, kerbgate) &&
      apache?.environment?.GSS_NAME_ATTRS_JSON?.replaceAll('\\', '\\\\') ===
        kerbgate.environment?.GSS_NAME_ATTRS_JSON,
  },
  {
    id: 'clear-basic',
    apache:
      'with GssapiSSLonly On, requests in the clear are refused with a challenge that asks for a password',
    kerbgate: 'the challenge asks for Negotiate alone',
    why: 'a password must not be asked for where anybody can read it',
    covers: ({ fixture, request, apache, kerbgate }) =>
      fixture.configuration.includes('GssapiSSLonly On') &&
      request.tls === undefined &&
      (apache?.status === 401 || apache?.status === 407) &&
      kerbgate.status === apache.status &&
      challengesOf(apache)
        .join(', ')
        .replace(/, Basic realm="[^"]*"/, '') === challengesOf(kerbgate).join(', '),
  },
  {
    id: 'missing-key-told',
    apache:
      'without a key GssapiPublishErrors tells that SPNEGO cannot find mechanisms to negotiate, as its credential stands without any',
    kerbgate: 'it tells that there are no credentials, and the log why',
    why: 'the allowed mechanisms are asked by themselves first; nobody is let in either way',
    covers: ({ fixture, request, apache, kerbgate }) =>
      fixture.configuration.includes('GssapiPublishErrors On') &&
      request.target.endsWith('/no-keytab') &&
      apache?.status === 401 &&
      kerbgate.status === 401,
  },
  {
    id: 'ntlm-crash',
    apache:
      'an NTLM token at a place with GssapiCredStore reaches gss-ntlmssp, which at times crashes the worker; the connection breaks off',
    kerbgate:
      'mechanisms other than krb5 run in helper processes: 401 with the challenge of any failed login',
    why: 'a client must not end a server process, and one that waits for a KDC must not hold it up',
    covers: ({ request, apache, kerbgate }) =>
      brokeOff(apache) && /^(?:ntlm|next$)/.test(request.credential) && kerbgate.status === 401,
  },
  {
    id: 'bound-name',
    apache: 'on later requests of a bound connection GSS_NAME is whatever stands in that memory now',
    kerbgate: 'it is the name of the login',
    why: 'programs must not be told of somebody else, nor of memory',
    covers: ({ fixture, apache, kerbgate }) =>
      bindsConnections(fixture.configuration) &&
      kerbgate.status === 200 &&
      apache !== undefined &&
      withoutName(apache) === withoutName(kerbgate),
  },
  {
    id: 'bound-rules',
    apache:
      'a login that is bound to its connection opens every place with GssapiConnectionBound On, whatever it demands of a login, and never ends',
    kerbgate:
      'it opens places whose login has the same rules (mechanisms, names, attributes, TLS, passwords, the name of the host where it is that of the service), until its ticket ends; elsewhere the client logs in again',
    why: 'what a place demands of a login must have been checked',
    covers: ({ fixture, request, apache, kerbgate }) =>
      bindsConnections(fixture.configuration) &&
      leavesItsRules(fixture, request) &&
      apache?.status === 200 &&
      kerbgate.status === 401 &&
      challengesOf(kerbgate)[0] === 'Negotiate',
  },
  {
    id: 'bound-tokens',
    apache:
      'on a bound connection, tokens that come after a login of several tokens was broken off, or after one that was not let in, are given to what is left of it and answered with its error token',
    kerbgate: '401 with the plain challenge',
    why: 'nobody is let in either way',
    covers: ({ fixture, request, apache, kerbgate }) =>
      bindsConnections(fixture.configuration) &&
      request.credential !== 'none' &&
      earlierLogins(fixture, request).length > 0 &&
      apache?.status === 401 &&
      kerbgate.status === 401 &&
      /^Negotiate </.test(challengesOf(apache)[0] ?? '') &&
      challengesOf(kerbgate)[0] === 'Negotiate' &&
      withoutChallenges(apache) === withoutChallenges(kerbgate),
  },
];

function withoutChallenges({ status, headers, body, environment }: ComparableAnswer): string {
  return JSON.stringify([status, { ...headers, 'www-authenticate': [] }, body, environment]);
}

/** Whether a Location with just this path says something of mod_auth_gssapi, but names no mechanism. */
function unnamedPlace(configuration: string, target: string): boolean {
  const section = configuration.split(`<Location ${target}>`)[1]?.split('</Location>')[0] ?? '';
  return section.includes('Gssapi') && !section.includes('GssapiAllowedMech');
}

const bindsConnections = (configuration: string): boolean =>
  configuration.includes('GssapiConnectionBound On');

function withoutName({ status, headers, environment }: ComparableAnswer): string {
  const variables = Object.entries(environment ?? {}).filter(([name]) => name !== 'GSS_NAME');
  return JSON.stringify([status, headers, variables]);
}
