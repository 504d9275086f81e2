import type { ModuleChecks } from './check.js';
import { first, type Judge, oneOf } from './judge.js';

const unbroken: Judge = (value, name) =>
  /[\s\v]/.test(value) ? `${name} may not contain any whitespaces` : undefined;

/** What mod_include refuses. */
export const includeChecks: ModuleChecks = {
  XBitHack: first(oneOf(['Off', 'On', 'Full'], 'XBitHack must be set to Off, On, or Full')),
  SSIStartTag: first(unbroken),
  SSIEndTag: first(unbroken),
};
