import { modFilter } from '../directives/mod_filter.js';
import { inputFilters } from './filters.js';
import { lowerings } from './lowering.js';

/** How mod_filter's directives are taken: none of its filters is run. */
export const filter = lowerings(modFilter, {
  AddOutputFilterByType([names = ''], to) {
    inputFilters(names, to);
  },
});
