import { apacheModule, directive, partial } from './define.js';
import { filterChecks } from './known/mod_filter.js';
import { countedShape } from './known/shape.js';

/** mod_filter: of its directives the one that sites compress answers with. */
export const modFilter = apacheModule({
  name: 'mod_filter',
  identifier: 'filter_module',
  sections: 'merge',
  directives: {
    AddOutputFilterByType: directive({
      summary: 'Sends responses through filters by media type.',
      in: ['FileInfo'],
      args: countedShape(
        'argv',
        'output filter name followed by one or more content-types',
        filterChecks.AddOutputFilterByType,
      ),
      repeat: 'add',
      support: partial('filters that compress are left out, others are refused'),
      example: 'AddOutputFilterByType DEFLATE text/html',
    }),
  },
});
