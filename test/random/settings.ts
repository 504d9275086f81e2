import type { Random } from '../kit/random.js';
import { login } from './logins.js';
import { pageSettings } from './pages.js';
import { line, type Part } from './part.js';
import { oldAccess, requirements } from './requirements.js';
import { rewriteRules } from './rewrites.js';
import { conditions, places, weighted } from './words.js';

/** What may stand in a section, and in most of it outside of any. */
export function settings(random: Random): Part[] {
  return weighted<Part[]>(random, [
    [6, () => requirements(random)],
    [4, () => login(random)],
    [2, () => oldAccess(random)],
    [1, () => [line(`AuthMerging ${random.pick(['And', 'Or', 'Off'])}`)]],
    [1, () => [line(`Satisfy ${random.pick(['Any', 'All'])}`)]],
    [1, () => [line(`AuthzSendForbiddenOnFailure ${random.pick(['On', 'Off'])}`)]],
    [1, () => [line('AuthType None')]],
    [2, () => rewriteRules(random)],
    [2, () => pageSettings(random)],
    [2, () => [line(errorDocument(random))]],
    [4, () => [line(header(random))]],
    [
      2,
      () => [
        line(
          `RequestHeader ${random.pick(['set', 'append', 'merge', 'add'])} X-${random.pick(['A', 'B', 'New'])} ${random.pick(['1', '2', '%{SEEN}e', '"expr=%{REQUEST_METHOD}"'])}`,
        ),
      ],
    ],
    [2, () => [line(variable(random))]],
    [1, () => upstreamSettings(random)],
    [1, () => sessionSettings(random)],
    [
      1,
      () => [
        line(
          `DirectoryIndex ${random.pick(['index.html', 'page.html', 'none.html page.html', 'disabled', '/env', 'index.html /page.html'])}`,
        ),
      ],
    ],
    [
      1,
      () => [
        line(
          `Options ${random.pick(['-FollowSymLinks', '+ExecCGI', 'None', 'All', '-ExecCGI', '+Indexes'])}`,
        ),
      ],
    ],
    [1, () => [line(`AcceptPathInfo ${random.pick(['On', 'Off', 'Default'])}`)]],
    [
      1,
      () => [
        line(
          random.pick([
            'SetHandler none',
            'ForceType text/plain',
            'ForceType none',
            'SetHandler default-handler',
            'AddType text/x-odd .html',
            'DirectorySlash Off',
            'FallbackResource /page.html',
            'FallbackResource disabled',
          ]),
        ),
      ],
    ],
    [
      1,
      () => [
        line(
          random.pick([
            'Redirect /old /page.html',
            'RedirectMatch "^/a/(.*)x$" "/$1"',
            'Redirect gone /old',
            'RedirectMatch 403 "\\.bak$"',
            'Redirect 303 /old/er http://example.test/',
            'Redirect 307 "/more%{REQUEST_URI}"',
            'Redirect 410',
            'RedirectMatch 404 "^/(a|b)/$"',
          ]),
        ),
      ],
    ],
    [1, () => [line('UseCanonicalName On')]],
    [1, () => [line('AddDefaultCharset utf-8')]],
  ]);
}

function errorDocument(random: Random): string {
  const status = random.pick(['401', '403', '404', '500', '401', '405', '413']);
  const what = random.pick([
    '"told"',
    '/page.html',
    '/a/page.html',
    '/nowhere',
    '/env',
    '"expr=%{REQUEST_STATUS}"',
    'default',
    '/a/',
    '/inc.shtml',
    '/env/more?x=1',
    '/a/b/',
    '/up/x',
    '"/a/%{REQUEST_METHOD}"',
  ]);
  return `ErrorDocument ${status} ${what}`;
}

function header(random: Random): string {
  const always = random.chance(0.4) ? 'always ' : '';
  const name = `X-${random.pick(['One', 'Two', 'Three'])}`;
  const value = random.pick([
    '1',
    'two',
    '"%{SEEN}e"',
    '"%{REMOTE_USER}e"',
    '"%{MATCH_FIRST}e-%{MATCH_FOLDER}e-%{MATCH_BASE}e"',
    '"expr=%{REMOTE_USER}"',
    '"expr=%{REQUEST_URI}"',
    '%%',
  ]);
  const action = random.pick([
    ...[
      `set ${name} ${value}`,
      `append ${name} ${value}`,
      `merge ${name} ${value}`,
      `add ${name} ${value}`,
      `unset ${name}`,
    ],
    ...[
      `setifempty ${name} ${value}`,
      'echo ^X-',
      `edit ${name} o 0`,
      `edit* ${name} t T`,
      `note ${name} NOTED`,
    ],
  ]);
  const when = random.chance(0.3)
    ? ` ${random.pick(['env=SEEN', 'env=!SEEN', `"expr=${random.pick(conditions).replaceAll('"', "'")}"`])}`
    : '';
  return `Header ${always}${action}${action.startsWith('echo') ? '' : when}`;
}

function variable(random: Random): string {
  return random.pick([
    ...[
      'SetEnv SEEN 1',
      'SetEnv MARK red',
      'UnsetEnv SEEN',
      'SetEnvIf Request_URI "^/a" SEEN=1 MARK=red',
      'SetEnvIf X-A "^(.)$" MARK=$1',
    ],
    ...[
      'SetEnvIf SEEN 1 MARK=red',
      'SetEnvIf Request_Method POST !SEEN',
      'SetEnvIfNoCase User-Agent CURL SEEN=1',
      'BrowserMatch ^curl SEEN',
    ],
    ...[
      'SetEnvIf Remote_Addr "^127" LOCAL',
      `SetEnvIfExpr "${random.pick(conditions).replaceAll('"', "'")}" SEEN=1`,
      'PassEnv PATH',
    ],
  ]);
}

/** What is passed on and how. */
function upstreamSettings(random: Random): Part[] {
  return random
    .pick([
      'ProxyPreserveHost Off',
      'ProxyAddHeaders On',
      'ProxyPass !',
      'ProxyPreserveHost On',
      'ProxyAddHeaders Off',
    ])
    .split('\n')
    .map(line);
}

/** Sessions of mod_session, whose cookies are as long as the text that they hold. */
function sessionSettings(random: Random): Part[] {
  return random
    .pick([
      'Session On\nSessionCookieName s{NAME} path=/\nSessionEnv On',
      'Session On\nSessionCookieName s{NAME} path=/\nSessionHeader X-Two',
      'Session Off',
      'SessionExclude /a/b',
      'SessionInclude /a',
      'SessionCookieName s{NAME} path=/a;httponly',
      'SessionCookieRemove On',
    ])
    .split('\n')
    .map(line);
}

/** What only stands outside of sections. */
export function serverSettings(random: Random): Part[] {
  return [
    line(
      random.pick([
        ...['AllowEncodedSlashes On', 'AllowEncodedSlashes NoDecode', 'MergeSlashes Off', 'TraceEnable Off'],
        ...[
          `Alias /also${random.pick(places)} {SITE}/a`,
          'RedirectMatch "^/old(.*)" "/a$1"',
          'ServerAdmin someone@example.test',
          'Header set X-Early 1 early',
          'RequestHeader set X-A 1 early',
          'RequestHeader unset X-B early',
        ],
        ...[
          'ScriptAliasMatch "^/run/(.*)" "{CGI}/$1"',
          'AliasMatch "^/m(/.*)?$" "{SITE}/a$1"',
          'Redirect permanent /old /a',
        ],
      ]),
    ),
  ];
}
