import { full, section } from './define.js';
import {
  branch,
  conditionShape,
  elseShape,
  hostAddresses,
  methodList,
  path,
  pathPattern,
} from './section-words.js';

const all = ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'] as const;
const server = ['server'] as const;
const limit = ['Limit', 'AuthConfig'] as const;
const conditions = 'Container for directives to be conditionally applied';

/** The sections of core. */
export const coreSections = {
  Directory: section({
    summary: 'Settings for a folder and all below it.',
    in: server,
    args: path('Container for directives affecting resources located in the specified directories'),
    opens: 'access',
    support: full,
    example: '<Directory "/srv/www">\n</Directory>',
  }),
  Location: section({
    summary: 'Settings for a URL path and all below it.',
    in: server,
    args: path('Container for directives affecting resources accessed through the specified URL paths'),
    opens: 'access',
    support: full,
    example: '<Location "/app">\n</Location>',
  }),
  VirtualHost: section({
    summary: 'A site of its own by name or address.',
    in: server,
    notIn: ['VirtualHost'],
    args: hostAddresses(
      'Container to map directives to a particular virtual host, takes one or more host addresses',
    ),
    opens: 'host',
    support: full,
    example: '<VirtualHost *:80>\n</VirtualHost>',
  }),
  Files: section({
    summary: 'Settings for files by name.',
    in: all,
    notIn: ['Location', 'Limit'],
    args: path('Container for directives affecting files matching specified patterns'),
    opens: 'access',
    support: full,
    example: '<Files "*.bak">\n</Files>',
  }),
  Limit: section({
    summary:
      'Makes access control inside it count for some methods only; all else inside counts for every method.',
    in: limit,
    args: methodList('Container for authentication directives when accessed using specified HTTP methods'),
    opens: 'limit',
    support: full,
    example: '<Limit GET POST>\n</Limit>',
  }),
  LimitExcept: section({
    summary: 'Makes access control inside it count for all methods but some.',
    in: limit,
    args: methodList(
      'Container for authentication directives to be applied when any HTTP method other than those specified is used to access the resource',
    ),
    opens: 'limit',
    support: full,
    example: '<LimitExcept GET>\n</LimitExcept>',
  }),
  IfModule: section({
    summary: 'Is read only when a module is loaded, or with ! when it is not.',
    in: all,
    args: branch('Container for directives based on existence of specified modules'),
    opens: 'branch',
    support: full,
    example: '<IfModule mod_auth_gssapi.c>\n</IfModule>',
  }),
  IfDefine: section({
    summary: 'Is read only when a name is defined, or with ! when it is not.',
    in: all,
    args: branch('Container for directives based on existence of command line defines'),
    opens: 'branch',
    support: full,
    example: '<IfDefine !TESTING>\n</IfDefine>',
  }),
  IfFile: section({
    summary: 'Is read only when a file exists, or with ! when it does not.',
    in: all,
    args: branch('Container for directives based on existence of files on disk'),
    opens: 'branch',
    support: full,
    example: '<IfFile /etc/httpd.keytab>\n</IfFile>',
  }),
  IfDirective: section({
    summary: 'Is read only when a directive is known, or with ! when it is not.',
    in: all,
    args: branch('Container for directives based on existence of named directive'),
    opens: 'branch',
    support: full,
    example: '<IfDirective GssapiCredStore>\n</IfDirective>',
  }),
  IfSection: section({
    summary: 'Is read only when a section is known, or with ! when it is not.',
    in: all,
    args: branch('Container for directives based on existence of named section'),
    opens: 'branch',
    support: full,
    example: '<IfSection VirtualHost>\n</IfSection>',
  }),
  DirectoryMatch: section({
    summary: 'Settings for folders whose path a pattern matches.',
    in: server,
    args: pathPattern('Container for directives affecting resources located in the specified directories'),
    opens: 'access',
    support: full,
    example: '<DirectoryMatch "^/srv/[a-z]+/private">\n</DirectoryMatch>',
  }),
  LocationMatch: section({
    summary: 'Settings for URL paths that a pattern matches.',
    in: server,
    args: pathPattern(
      'Container for directives affecting resources accessed through the specified URL paths',
    ),
    opens: 'access',
    support: full,
    example: '<LocationMatch "^/(app|api)/">\n</LocationMatch>',
  }),
  FilesMatch: section({
    summary: 'Settings for files whose name a pattern matches.',
    in: all,
    notIn: ['Location', 'Limit'],
    args: pathPattern('Container for directives affecting files matching specified patterns'),
    opens: 'access',
    support: full,
    example: '<FilesMatch "\\.bak$">\n</FilesMatch>',
  }),
  If: section({
    summary: 'Settings for requests that a condition holds for; it is judged before authentication.',
    in: all,
    notIn: ['Limit'],
    args: conditionShape(conditions),
    opens: 'condition',
    support: full,
    example: '<If "%{REQUEST_METHOD} == \'GET\'">\n</If>',
  }),
  ElseIf: section({
    summary: 'Settings for requests that this condition holds for and no earlier one of the chain did.',
    in: all,
    notIn: ['Limit'],
    args: conditionShape(conditions),
    opens: 'condition',
    support: full,
    example: '<If "false">\n</If>\n<ElseIf "true">\n</ElseIf>',
  }),
  Else: section({
    summary: 'Settings for requests that no condition of the chain held for.',
    in: all,
    notIn: ['Limit'],
    args: elseShape(conditions),
    opens: 'condition',
    support: full,
    example: '<If "false">\n</If>\n<Else>\n</Else>',
  }),
} as const;
