import type { TextOrExpression } from '../../ruleset/text.js';
import { gssapiLocation, location } from '../example.js';
import { addressIn } from '../proofs.js';
import { replacedLogin, requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';

/** An inner Require drops the login that the outer one asks for. */
export const innerRequireOpens = lintRule({
  id: 'inner-require-opens',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: 'Require about addresses in an inner section drops the login of the outer one.',
  why: 'Without AuthMerging the Require lines of an inner section replace those outside: a "Require ip" meant as one more condition is the only one, and lets in without a login.',
  remedy: 'Write "AuthMerging And" in the inner section, or repeat the outer rule inside <RequireAll>.',
  messages: { open: '"{inner}" replaces the login that {outer} asks for: {address} gets in without one' },
  examples: {
    bad: [{ config: `${gssapiLocation('/')}${location('/a', 'Require ip 192.0.2.0/24')}` }],
    ok: [
      { config: `${gssapiLocation('/')}${location('/a', 'AuthMerging And', 'Require ip 192.0.2.0/24')}` },
      { config: `${gssapiLocation('/')}${location('/a', 'Require all granted')}` },
      { config: `${gssapiLocation('/')}${location('/a', 'AuthType None', 'Require ip 192.0.2.0/24')}` },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html#authmerging'],
  on: {
    place(place, report, site) {
      const { inner, outer } = replacedLogin(place) ?? {};
      // Whoever writes AuthType None there means that nobody logs in.
      if (!inner || !outer || isNone(inner.settings.mod_authn_core?.authType)) return;
      for (const { test, from, negated } of requiresIn(inner.settings.mod_authz_core?.rule)) {
        const range = test.provider === 'ip' && !negated ? test.ranges[0] : undefined;
        const remoteAddress = range && addressIn(range);
        const at = site.lineAt(from);
        const proof = remoteAddress && place.prove({ kind: 'open' }, { remoteAddress });
        if (!proof || !at) continue;
        const fill = { inner: `Require ${at.at.args.raw}`, outer: outer.title, address: remoteAddress };
        report({ message: 'open', at, fill, proof });
      }
    },
  },
});

const isNone = (type: TextOrExpression | undefined): boolean =>
  typeof type === 'string' && type.toLowerCase() === 'none';
