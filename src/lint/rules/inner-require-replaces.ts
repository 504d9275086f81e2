import { gssapiLocation, location } from '../example.js';
import { replacedLogin } from '../requirements.js';
import { lintRule } from '../rule.js';

/** An inner Require of any kind stands in place of the outer one. */
export const innerRequireReplaces = lintRule({
  id: 'inner-require-replaces',
  group: 'opens',
  severity: 'note',
  since: '0.1',
  strict: true,
  summary: 'The Require of an inner section replaces the login that the outer one asks for.',
  why: 'Without AuthMerging the lines of the inner section stand in place of the outer ones. It is the usual way to open a part of a site; it is also what happens to somebody who meant to add one more condition.',
  remedy: 'Where the outer login is still wanted, write "AuthMerging And" in the inner section.',
  messages: { replaced: '{target} needs no login: {inner} replaces the Require of {outer}' },
  examples: {
    bad: [{ config: `${gssapiLocation('/')}${location('/a', 'Require all granted')}` }],
    ok: [{ config: `${gssapiLocation('/')}${location('/a', 'AuthMerging And', 'Require all granted')}` }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html#authmerging'],
  on: {
    place(place, report, site) {
      const { inner, outer } = replacedLogin(place) ?? {};
      if (!inner || !outer) return;
      const at = site.lineAt(place.originOf('mod_authz_core', 'Require'));
      const proof = place.prove({ kind: 'open' });
      if (!at || !proof) return;
      const fill = { target: place.target!, inner: inner.title, outer: outer.title };
      report({ message: 'replaced', at, fill, proof });
    },
  },
});
