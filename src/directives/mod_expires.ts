import { flag } from './args.js';
import { apacheModule, directive, full } from './define.js';
import { expiresChecks } from './known/mod_expires.js';
import { countedShape } from './known/shape.js';

const indexes = ['Indexes'] as const;

/** mod_expires: how long answers stay fresh. */
export const modExpires = apacheModule({
  name: 'mod_expires',
  identifier: 'expires_module',
  sections: 'merge',
  directives: {
    ExpiresActive: directive({
      summary: 'Whether answers say how long they stay fresh.',
      in: indexes,
      args: flag("Limited to 'on' or 'off'"),
      default: 'Off',
      support: full,
      example: 'ExpiresActive On',
    }),
    ExpiresByType: directive({
      summary: 'How long answers of a media type stay fresh.',
      in: indexes,
      args: countedShape('two', 'a MIME type followed by an expiry date code', expiresChecks.ExpiresByType),
      repeat: 'add',
      support: full,
      example: 'ExpiresByType image/png "access plus 1 month"',
    }),
    ExpiresDefault: directive({
      summary: 'How long other answers stay fresh.',
      in: indexes,
      args: countedShape('one', 'an expiry date code', expiresChecks.ExpiresDefault),
      support: full,
      example: 'ExpiresDefault "access plus 1 day"',
    }),
  },
});
