import { challengesOf, type ProbeAnswer } from './probe-http.js';

/** What went wrong, as far as it is known. */
export interface ProbeFinding {
  /** The server's last answer. */
  readonly answer?: ProbeAnswer;
  /** The Kerberos library's words. */
  readonly problem?: string;
  readonly service?: string;
}

/** What most often lies behind a failed login. */
export function hintsFor({ answer, problem, service }: ProbeFinding): readonly string[] {
  return [
    ...(problem === undefined ? [] : problemHints(problem, service ?? 'the service')),
    ...(answer === undefined ? [] : answerHints(answer, service)),
  ];
}

const problems: readonly (readonly [RegExp, (service: string) => string])[] = [
  [
    /no (?:kerberos )?credentials|credentials cache|ccache|no credential/i,
    () => 'there is no ticket: run kinit, and look with klist whether it worked',
  ],
  [/expired/i, () => 'the ticket has expired: run kinit'],
  [
    /not found in kerberos database|unknown/i,
    (service) =>
      `the KDC does not know ${service}: make the principal (kadmin: addprinc -randkey ${service.replace('@', '/')}; Active Directory: setspn), or give the right name with --service`,
  ],
  [
    /cannot find kdc|cannot contact|realm/i,
    () =>
      'the realm of this host cannot be found: look at [realms] and [domain_realm] in krb5.conf (KRB5_CONFIG)',
  ],
  [/skew/i, () => 'the clocks of this machine and the KDC differ by more than five minutes'],
];

function problemHints(problem: string, service: string): string[] {
  const found = problems.find(([pattern]) => pattern.test(problem));
  return found ? [found[1](service)] : [];
}

function answerHints(answer: ProbeAnswer, service: string | undefined): string[] {
  const challenges = challengesOf(answer);
  const hints: string[] = [];
  if (answer.status === 401 && service !== undefined)
    hints.push(
      `the server's error log tells why; often its keytab has no key for ${service.replace('@', '/')}, or an old one (compare klist -k with kvno)`,
    );
  if (challenges.some((challenge) => /^ntlm\b/i.test(challenge)))
    hints.push('the server offers NTLM: it is no kerbgate, or something in between answers for it');
  if (challenges.some((challenge) => /^negotiate\s+TlRMTVNT/i.test(challenge)))
    hints.push('the server answers with an NTLM token: it takes no Kerberos ticket here');
  if (
    answer.status === 401 &&
    challenges.length > 0 &&
    challenges.every((challenge) => /^basic\b/i.test(challenge))
  )
    hints.push(
      'only Basic is offered: for mod_auth_kerb look at KrbMethodNegotiate, for mod_auth_gssapi at AuthType',
    );
  return hints;
}
