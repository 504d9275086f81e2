import { raw } from './args.js';
import { apacheModule, directive, full } from './define.js';
import { browserTest, expressionTest, headerTest } from './setenvif-words.js';

const fileInfo = ['FileInfo'] as const;

/** mod_setenvif: variables that depend on the request, set before authentication. */
export const modSetenvif = apacheModule({
  name: 'mod_setenvif',
  identifier: 'setenvif_module',
  sections: 'merge',
  directives: {
    SetEnvIf: directive({
      summary: 'Sets variables where a pattern matches a header or a property of the request.',
      in: fileInfo,
      args: raw('A header-name, regex and a list of variables.', headerTest),
      repeat: 'add',
      support: full,
      example: 'SetEnvIf Request_URI "\\.gif$" image',
    }),
    SetEnvIfNoCase: directive({
      summary: 'SetEnvIf without regard to case.',
      in: fileInfo,
      args: raw('a header-name, regex and a list of variables.', headerTest),
      repeat: 'add',
      support: full,
      example: 'SetEnvIfNoCase Host example\\.com site=example',
    }),
    SetEnvIfExpr: directive({
      summary: 'Sets variables where an expression holds.',
      in: fileInfo,
      args: raw('an expression and a list of variables.', expressionTest),
      repeat: 'add',
      support: full,
      example: 'SetEnvIfExpr "%{REQUEST_METHOD} == \'POST\'" form',
    }),
    BrowserMatch: directive({
      summary: 'Sets variables where a pattern matches the User-Agent.',
      in: fileInfo,
      args: raw('A browser regex and a list of variables.', browserTest),
      repeat: 'add',
      support: full,
      example: 'BrowserMatch Windows gssapi-no-negotiate',
    }),
    BrowserMatchNoCase: directive({
      summary: 'BrowserMatch without regard to case.',
      in: fileInfo,
      args: raw('A browser regex and a list of variables.', browserTest),
      repeat: 'add',
      support: full,
      example: 'BrowserMatchNoCase windows gssapi-no-negotiate',
    }),
  },
});
