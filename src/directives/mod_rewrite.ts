import { flag } from './args.js';
import { apacheModule, directive, full, partial } from './define.js';
import { rewriteBase, rewriteCondition, rewriteMap, rewriteOptions, rewriteRule } from './rewrite-words.js';

const fileInfo = ['FileInfo'] as const;

/** mod_rewrite: paths and URLs changed by rules. */
export const modRewrite = apacheModule({
  name: 'mod_rewrite',
  identifier: 'rewrite_module',
  sections: 'merge',
  directives: {
    RewriteEngine: directive({
      summary: 'Whether rules are applied.',
      in: fileInfo,
      args: flag('On or Off to enable or disable (default) the whole rewriting engine'),
      default: 'Off',
      support: full,
      example: 'RewriteEngine On',
    }),
    RewriteOptions: directive({
      summary: 'Which outer rules are inherited, and what else the rules may do.',
      in: fileInfo,
      args: rewriteOptions,
      repeat: 'add',
      support: full,
      example: 'RewriteOptions Inherit',
    }),
    RewriteBase: directive({
      summary: "The URL path that stands for a section's folder.",
      in: fileInfo,
      args: rewriteBase,
      support: full,
      example: '<Directory /srv/app>\nRewriteBase /app/\n</Directory>',
    }),
    RewriteCond: directive({
      summary: 'What must hold for the next RewriteRule.',
      in: fileInfo,
      args: rewriteCondition,
      repeat: 'add',
      support: full,
      example: 'RewriteCond %{HTTP_HOST} !^www\\.',
    }),
    RewriteRule: directive({
      summary: 'Changes paths that a pattern matches, redirects, refuses or passes them on.',
      in: fileInfo,
      args: rewriteRule,
      repeat: 'add',
      support: partial("a path /~user that rules make is not led to that user's home"),
      example: 'RewriteRule ^/old/(.*)$ /new/$1 [R=301,L]',
    }),
    RewriteMap: directive({
      summary: 'A table or function that rules may use.',
      in: ['server'],
      args: rewriteMap,
      repeat: 'add',
      support: partial(
        'txt, rnd and int are served; for prg, dbm and dbd write the values into a text file (txt:)',
      ),
      example: 'RewriteMap lower int:tolower',
    }),
  },
});
