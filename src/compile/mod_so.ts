import { modSo } from '../directives/mod_so.js';
import { lowerings, noEffect } from './lowering.js';

export const so = lowerings(modSo, {
  // Which modules count as loaded was found out while binding.
  LoadModule: noEffect,
  LoadFile: noEffect,
});
