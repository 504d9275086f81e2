import { providerNames } from '../authn-providers.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { text } from './expression-words.js';
import { first } from './judge.js';
import { longWithin } from './numbers.js';

const field: ArgumentCheck = first((value, name) =>
  /[=&]/.test(value) ? `${name} cannot be empty, or contain '=' or '&'.` : undefined,
);

const location = (what: string): ArgumentCheck =>
  text(0, (value) => `Could not parse ${what} expression '${value}': `);

/** What mod_auth_form checks of its directives' arguments. */
export const authFormChecks: ModuleChecks = {
  AuthFormBody: field,
  AuthFormLocation: field,
  AuthFormLoginRequiredLocation: location('login required'),
  AuthFormLoginSuccessLocation: location('login success'),
  AuthFormLogoutLocation: location('logout required'),
  AuthFormMethod: field,
  AuthFormMimetype: field,
  AuthFormPassword: field,
  AuthFormProvider: providerNames('Form'),
  AuthFormSize: first(longWithin(0n, 'AuthCookieFormSize must be a size in bytes, or zero.')),
  AuthFormUsername: field,
};
