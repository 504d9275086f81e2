import { aliasTarget, patternAlias, plainRedirect, redirect, redirectMatch } from './alias-words.js';
import { flag } from './args.js';
import { apacheModule, directive, full } from './define.js';

const everywhere = ['server', 'section'] as const;
const fileInfo = ['FileInfo'] as const;

/** mod_alias: URLs that lead to other folders, scripts and sites. */
export const modAlias = apacheModule({
  name: 'mod_alias',
  identifier: 'alias_module',
  sections: 'merge',
  directives: {
    Alias: directive({
      summary: 'Maps a URL path to a file or folder.',
      in: everywhere,
      args: aliasTarget,
      repeat: 'add',
      support: full,
      example: 'Alias /docs /srv/docs',
    }),
    ScriptAlias: directive({
      summary: 'Maps a URL path to CGI programs.',
      in: everywhere,
      args: aliasTarget,
      repeat: 'add',
      support: full,
      example: 'ScriptAlias /cgi-bin/ /srv/cgi-bin/',
    }),
    Redirect: directive({
      summary: 'Sends the client to another URL, or says that a page is gone.',
      in: fileInfo,
      args: redirect,
      repeat: 'add',
      support: full,
      example: 'Redirect 301 /old https://www.example.com/new',
    }),
    AliasMatch: directive({
      summary: 'Maps URL paths that a pattern matches to files.',
      in: ['server'],
      args: patternAlias,
      repeat: 'add',
      support: full,
      example: 'AliasMatch ^/icons/(.*)$ /srv/icons/$1',
    }),
    ScriptAliasMatch: directive({
      summary: 'Maps URL paths that a pattern matches to CGI programs.',
      in: ['server'],
      args: patternAlias,
      repeat: 'add',
      support: full,
      example: 'ScriptAliasMatch ^/run/(.*)$ /srv/cgi-bin/$1',
    }),
    RedirectMatch: directive({
      summary: 'Sends the client to another URL where a pattern matches the path.',
      in: fileInfo,
      args: redirectMatch,
      repeat: 'add',
      support: full,
      example: 'RedirectMatch 302 ^/img/(.*)$ https://img.example.com/$1',
    }),
    RedirectTemp: directive({
      summary: 'Redirect with status 302.',
      in: fileInfo,
      args: plainRedirect(302),
      repeat: 'add',
      support: full,
      example: 'RedirectTemp /old https://www.example.com/new',
    }),
    RedirectPermanent: directive({
      summary: 'Redirect with status 301.',
      in: fileInfo,
      args: plainRedirect(301),
      repeat: 'add',
      support: full,
      example: 'RedirectPermanent /old https://www.example.com/new',
    }),
    RedirectRelative: directive({
      summary: 'Sends relative redirect targets as they are written.',
      in: fileInfo,
      args: flag('Set to ON to allow relative redirect targets to be issued as-is'),
      default: 'Off',
      support: full,
      example: 'RedirectRelative On',
    }),
    AliasPreservePath: directive({
      summary: 'Maps the whole path behind an alias in a section.',
      in: fileInfo,
      args: flag('Set to ON to map the full path after the fakename to the realname.'),
      default: 'Off',
      support: full,
      example: 'AliasPreservePath On',
    }),
  },
});
