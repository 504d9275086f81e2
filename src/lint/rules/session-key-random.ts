import { location } from '../example.js';
import { rawOf } from '../line.js';
import { lintRule } from '../rule.js';

/** A key that is new at each start. */
export const sessionKeyRandom = lintRule({
  id: 'session-key-random',
  group: 'session',
  severity: 'warning',
  since: '0.1',
  judges: 'absence',
  summary: 'Sessions are sealed with a key that is made anew at each start.',
  why: 'Without GssapiSessionKey the key is random: all sessions end with a restart, and a second server cannot open them.',
  remedy:
    'Add "GssapiSessionKey file:PATH" with a file outside of the web tree that lasts, the same on all servers.',
  messages: {
    random: 'sessions of {place} end with each restart: no GssapiSessionKey counts there',
    fleeting:
      'sessions of {place} end when the machine starts anew: {path} is in a folder that is emptied then',
  },
  examples: {
    bad: [{ config: session() }, { config: session('GssapiSessionKey file:/run/a.key') }],
    ok: [{ config: session('GssapiSessionKey file:/var/lib/a.key') }],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/305'],
  on: {
    place(place, report, site) {
      const { useSessions, sessionKey } = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiUseSessions'));
      const isSaid = place.originOf('mod_auth_gssapi', 'GssapiSessionKey') !== undefined;
      if (at && useSessions && !sessionKey && !isSaid)
        report({ message: 'random', at, fill: { place: place.title } });
      const key = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiSessionKey'));
      const path = key && /^file:(\/(?:var\/)?(?:run|tmp)\/.*|\/dev\/shm\/.*)$/.exec(rawOf(key))?.[1];
      if (key && useSessions && path !== undefined)
        report({ message: 'fleeting', at: key, fill: { place: place.title, path } });
    },
  },
});

function session(...lines: readonly string[]): string {
  return location(
    '/a',
    'AuthType GSSAPI',
    'AuthName a',
    'Session On',
    'SessionCookieName s path=/a;HttpOnly;Secure',
    'GssapiUseSessions On',
    ...lines,
    'Require valid-user',
  );
}
