import type { Consequence, ProofRequest } from '../../src/lint/proof.js';

/** What a claim may say beyond what proofs of the linter do. */
export type Claimed =
  | Consequence
  | { readonly kind: 'no-request-field'; readonly name: string }
  /** The answer has the field, without a text in it. */
  | { readonly kind: 'field-without'; readonly name: string; readonly lacks: string }
  | { readonly kind: 'no-variable'; readonly name: string };

/** What a rule says of an example without a proof, as a request that real Apache can be asked. */
export interface Claim {
  readonly rule: string;
  readonly kind: 'bad' | 'ok';
  readonly at: number;
  /** Lines beside the example: an application, or a program that tells its variables. */
  readonly beside?: string;
  readonly request: Partial<ProofRequest> & Pick<ProofRequest, 'target'>;
  readonly consequence: Claimed;
}

const application = 'ProxyPass /a http://127.0.0.1:8080/a';
const program = 'ScriptAlias /a "/srv/cgi/env"';
const anybody = { login: { user: 'anybody@EXAMPLE.COM', scheme: 'Negotiate' } } as const;
const loggedIn = { target: '/a', ...anybody };
const page = { target: '/a/index.html', ...anybody };

const bad = (rule: string, at: number, rest: Omit<Claim, 'rule' | 'kind' | 'at'>): Claim => ({
  rule,
  kind: 'bad',
  at,
  ...rest,
});
const ok = (rule: string, at: number, rest: Omit<Claim, 'rule' | 'kind' | 'at'>): Claim => ({
  rule,
  kind: 'ok',
  at,
  ...rest,
});

/** In the order of rules. */
export const claims: readonly Claim[] = [
  bad('credstore-repeated', 0, { request: loggedIn, consequence: { kind: 'status', status: 401 } }),
  ok('credstore-repeated', 0, {
    request: loggedIn,
    consequence: { kind: 'granted', user: 'anybody@EXAMPLE.COM' },
  }),
  bad('errordocument-401-url', 0, { request: { target: '/a' }, consequence: { kind: 'built-in-page' } }),
  bad('header-format-s', 0, {
    beside: application,
    request: loggedIn,
    consequence: { kind: 'request-field', name: 'X-Name', value: '(null)' },
  }),
  ok('header-format-s', 0, {
    beside: application,
    request: loggedIn,
    consequence: { kind: 'request-field', name: 'X-Name', value: 'anybody@EXAMPLE.COM' },
  }),
  bad('identity-header-unset-after', 0, {
    beside: application,
    request: { ...loggedIn, fields: ['X-User', 'mallory'] },
    consequence: { kind: 'no-request-field', name: 'X-User' },
  }),
  ok('identity-header-unset-after', 0, {
    beside: application,
    request: { ...loggedIn, fields: ['X-User', 'mallory'] },
    consequence: { kind: 'request-field', name: 'X-User', value: 'anybody@EXAMPLE.COM' },
  }),
  bad('ifmodule-name', 0, { request: { target: '/a' }, consequence: { kind: 'open' } }),
  bad('remote-user-as-variable', 0, {
    beside: application,
    request: loggedIn,
    consequence: { kind: 'request-field', name: 'X-User', value: '(null)' },
  }),
  bad('remote-user-as-variable', 1, {
    beside: application,
    request: { ...loggedIn, fields: ['X-User', 'mallory'] },
    consequence: { kind: 'request-field', name: 'X-User', value: 'mallory' },
  }),
  ok('remote-user-as-variable', 0, {
    beside: application,
    request: { ...loggedIn, fields: ['X-User', 'mallory'] },
    consequence: { kind: 'request-field', name: 'X-User', value: 'anybody@EXAMPLE.COM' },
  }),
  bad('require-or', 1, {
    request: { target: '/a', remoteAddress: '192.0.2.1' },
    consequence: { kind: 'open' },
  }),
  bad('require-or', 1, {
    request: { ...loggedIn, remoteAddress: '198.51.100.1' },
    consequence: { kind: 'granted', user: 'anybody@EXAMPLE.COM' },
  }),
  bad('rewrite-user-too-early', 0, {
    beside: program,
    request: loggedIn,
    consequence: { kind: 'variable', name: 'RU', value: '' },
  }),
  bad('rewrite-user-too-early', 1, {
    beside: program,
    request: loggedIn,
    consequence: { kind: 'no-variable', name: 'RU' },
  }),
  bad('secret-in-configuration', 1, {
    beside: application,
    request: { target: '/a' },
    consequence: { kind: 'request-field', name: 'X-Proxy-Secret', value: 'letmein' },
  }),
  bad('section-drops-gssapi', 0, {
    request: loggedIn,
    consequence: { kind: 'granted', user: 'anybody' },
  }),
  bad('section-drops-gssapi', 0, {
    request: { ...loggedIn, target: '/b' },
    consequence: { kind: 'granted', user: 'anybody@EXAMPLE.COM' },
  }),
  bad('session-cookie-path', 0, {
    request: { ...loggedIn, target: '/app/index.html' },
    consequence: { kind: 'field', name: 'Set-Cookie', contains: 'path=/private' },
  }),
  bad('session-cookie-pathless', 0, {
    request: { ...loggedIn, target: '/app/index.html' },
    consequence: { kind: 'field-without', name: 'Set-Cookie', lacks: 'path=' },
  }),
  bad('session-cookie-pathless', 1, {
    request: { ...loggedIn, target: '/app/index.html' },
    consequence: { kind: 'field-without', name: 'Set-Cookie', lacks: 'path=' },
  }),
  ok('session-cookie-pathless', 0, {
    request: { ...loggedIn, target: '/app/index.html' },
    consequence: { kind: 'field', name: 'Set-Cookie', contains: 'path=/app' },
  }),
  bad('session-not-on', 0, { request: page, consequence: { kind: 'field-missing', name: 'Set-Cookie' } }),
  bad('session-not-on', 1, { request: page, consequence: { kind: 'field-missing', name: 'Set-Cookie' } }),
  ok('session-not-on', 0, {
    request: page,
    consequence: { kind: 'field', name: 'Set-Cookie', contains: '=MagBearerToken=' },
  }),
  bad('setenv-no-negotiate', 0, {
    request: { target: '/a' },
    consequence: { kind: 'challenge', contains: 'Negotiate' },
  }),
  bad('setenvif-remote-user', 0, {
    beside: program,
    request: { target: '/a', remoteAddress: '10.0.0.7' },
    consequence: { kind: 'variable', name: 'REMOTE_USER', value: 'monitor' },
  }),
  bad('settings-in-limit', 0, { request: loggedIn, consequence: { kind: 'granted', user: 'anybody' } }),
];
