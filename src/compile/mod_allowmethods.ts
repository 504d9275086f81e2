import { modAllowmethods } from '../directives/mod_allowmethods.js';
import { lowerings } from './lowering.js';

export const allowmethods = lowerings(modAllowmethods, {
  AllowMethods(words, to) {
    const { methods } = to.settings;
    if (words.length === 1 && words[0]!.toLowerCase() === 'reset') to.settings.methods = 'reset';
    else to.settings.methods = [...(typeof methods === 'object' ? methods : []), ...words];
  },
});
