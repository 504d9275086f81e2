import { modAccessCompat } from '../directives/mod_access_compat.js';
import { append, appendAll } from './draft.js';
import { limited, lowerings } from './lowering.js';

export const accessCompat = lowerings(modAccessCompat, {
  Order(value, to) {
    to.settings.order = append(to.settings.order, { value, ...limited(to) });
  },
  Allow([, operands], to) {
    const entries = operands.map((operand) => ({ operand, ...limited(to) }));
    to.settings.allow = appendAll(to.settings.allow, entries);
  },
  Deny([, operands], to) {
    const entries = operands.map((operand) => ({ operand, ...limited(to) }));
    to.settings.deny = appendAll(to.settings.deny, entries);
  },
  Satisfy(value, to) {
    to.settings.satisfy = append(to.settings.satisfy, { value, ...limited(to) });
  },
});
