import type { ArgumentCheck, ModuleChecks } from './check.js';

const cookie: ArgumentCheck = ({ name, args: { raw } }) => {
  const cookieName = /[^ \t]+/.exec(raw)?.[0];
  if (cookieName === undefined) return { problem: `${name} requires at least one argument!` };
  return /[=;&]/.test(cookieName) ? { problem: `${name} cannot contain '=', ';' or '&'.` } : undefined;
};

/** What mod_session_dbd checks of its directives' arguments. */
export const sessionDbdChecks: ModuleChecks = {
  SessionDBDCookieName: cookie,
  SessionDBDCookieName2: cookie,
};
