import { flag, one, text } from './args.js';
import { apacheModule, directive, full } from './define.js';
import { leading, longSeconds } from './words.js';

const anywhere = ['AuthConfig', 'server'] as const;

/** mod_session: whether and how long a session is kept. */
export const modSession = apacheModule({
  name: 'mod_session',
  identifier: 'session_module',
  sections: 'merge',
  directives: {
    Session: directive({
      summary: 'Keeps a session for these URLs.',
      in: anywhere,
      args: flag('on if a session should be maintained for these URLs'),
      default: 'Off',
      support: full,
      example: 'Session On',
    }),
    SessionMaxAge: directive({
      summary: 'Seconds a session lasts; 0 sets no end.',
      in: anywhere,
      args: one('length of time for which a session should be valid. Zero to disable', longSeconds),
      default: '0',
      support: full,
      example: 'SessionMaxAge 3600',
    }),
    SessionHeader: directive({
      summary: 'A field of answers whose text, `key=value&…`, changes the session.',
      in: anywhere,
      args: one('output header, if present, whose contents will be injected into the session.', text),
      support: full,
      example: 'SessionHeader X-Replace-Session',
    }),
    SessionEnv: directive({
      summary: 'Exports the session to CGI as HTTP_SESSION.',
      in: anywhere,
      args: flag('on if a session should be written to the CGI environment. Defaults to off'),
      default: 'Off',
      support: full,
      example: 'SessionEnv On',
    }),
    SessionInclude: directive({
      summary: 'URL prefixes that have a session; without any, all.',
      in: anywhere,
      args: one('URL prefixes to include in the session. Defaults to all URLs', text),
      repeat: 'add',
      support: full,
      example: 'SessionInclude /app',
    }),
    SessionExclude: directive({
      summary: 'URL prefixes without a session.',
      in: anywhere,
      args: one('URL prefixes to exclude from the session. Defaults to no URLs', text),
      repeat: 'add',
      support: full,
      example: 'SessionExclude /app/static',
    }),
    SessionExpiryUpdateInterval: directive({
      summary: 'Seconds by which the end of a session may move without writing it anew.',
      in: anywhere,
      args: one(
        "time interval for which a session's expiry time may change without having to be rewritten. Zero to disable",
        leading(0, () => 'SessionExpiryUpdateInterval must be zero (disable) or a positive value'),
      ),
      default: '0',
      support: full,
      example: 'SessionExpiryUpdateInterval 300',
    }),
  },
});
