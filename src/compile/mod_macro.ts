import { modMacro } from '../directives/mod_macro.js';
import { lowerings, noEffect } from './lowering.js';

export const macro = lowerings(modMacro, {
  // What macros stand for was put in their place while binding.
  Use: noEffect,
  UndefMacro: noEffect,
  MacroIgnoreEmptyArgs: noEffect,
  MacroIgnoreBadNesting: noEffect,
});
