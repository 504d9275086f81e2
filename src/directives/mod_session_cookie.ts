import { type ArgumentInput, type ArgumentProblem, flag, raw } from './args.js';
import { apacheModule, directive, full } from './define.js';

const anywhere = ['AuthConfig', 'server'] as const;

/** A cookie's name and the attribute text that is sent behind it, as written. */
export interface SessionCookieArguments {
  readonly name: string;
  readonly attributes: string;
}

function cookie({ name, args }: ArgumentInput): { readonly value: SessionCookieArguments } | ArgumentProblem {
  const found = /^[ \t]*([^ \t]*)\s*([\s\S]*)$/.exec(args.raw)!;
  const cookieName = found[1]!;
  if (cookieName === '' || /[=&]/.test(cookieName))
    return {
      problem: `${name} cannot be empty, or contain '=' or '&'.`,
      hint: 'write the name alone and the attributes behind it: name path=/;httponly;secure',
    };
  return { value: { name: cookieName, attributes: found[2]! } };
}

/** mod_session_cookie: the session in a cookie. */
export const modSessionCookie = apacheModule({
  name: 'mod_session_cookie',
  identifier: 'session_cookie_module',
  sections: 'merge',
  directives: {
    SessionCookieName: directive({
      summary: 'Name and attributes of the session cookie.',
      in: anywhere,
      args: raw('The name of the RFC2109 cookie carrying the session', cookie),
      support: full,
      example: 'SessionCookieName session path=/;httponly;secure',
    }),
    SessionCookieName2: directive({
      summary: 'Name and attributes of the session cookie in the Set-Cookie2 form.',
      in: anywhere,
      args: raw('The name of the RFC2965 cookie carrying the session', cookie),
      support: full,
      example: 'SessionCookieName2 session path=/',
    }),
    SessionCookieRemove: directive({
      summary: 'Hides the session cookie from the application.',
      in: anywhere,
      args: flag(
        "Set to 'On' to remove the session cookie from the headers and hide the cookie from a backend server or process",
      ),
      default: 'Off',
      support: full,
      example: 'SessionCookieRemove On',
    }),
  },
});
