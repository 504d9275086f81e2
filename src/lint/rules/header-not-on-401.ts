import { setArguments } from '../../syntax/edit-change.js';
import { gssapiLocation } from '../example.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Header without always is for successes. */
export const headerNotOn401 = lintRule({
  id: 'header-not-on-401',
  group: 'headers',
  severity: 'warning',
  since: '0.1',
  summary: 'A field for browsers is set on successes only: the 401 goes without it.',
  why: '"Header set" counts for answers that succeed; 401 and other errors get only what "Header always" sets. Browsers want fields for other origins and for security on every answer.',
  remedy: 'Write "Header always set".',
  messages: {
    missing: 'the 401 of {target} goes without {field}: "Header" without "always" is for successes',
  },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'Header set Content-Security-Policy "default-src \'self\'"') }],
    ok: [
      { config: gssapiLocation('/a', 'Header always set Content-Security-Policy "default-src \'self\'"') },
    ],
  },
  fixes: {
    missing: {
      safety: 'safe',
      title: 'add always',
      edit: (line) =>
        setArguments(line.at, ['always', ...valuesOf(line).filter((word) => word !== 'onsuccess')]),
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header'],
  on: {
    place(place, report, site) {
      const { response = [], responseAlways = [] } = place.settings.mod_headers ?? {};
      const always = new Set(responseAlways.map(({ name }) => name.toLowerCase()));
      if (place.ask()?.decision.kind !== 'challenge') return;
      for (const { action, name, from, when } of response) {
        if (action !== 'set' || when || always.has(name.toLowerCase()) || !wanted.test(name)) continue;
        const at = site.lineAt(from);
        const proof = place.prove({ kind: 'field-missing', name });
        if (at && proof)
          report({ message: 'missing', at, fill: { target: place.target!, field: name }, proof });
      }
    },
  },
});

const wanted =
  /^(?:access-control-allow-[\w-]+|content-security-policy|strict-transport-security|x-frame-options|x-content-type-options)$/i;
