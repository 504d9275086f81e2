import { choice, flag, iterate, one, oneOrTwo, raw, text, two } from './args.js';
import { directive, full, partial } from './define.js';
import { errorLogFormat } from './log-words.js';
import { protocolOptions } from './protocol-options.js';
import { fileNames, logLevel, serverName } from './server-words.js';
import { keyword, leading, seconds } from './words.js';

const server = ['server'] as const;
const everywhere = ['server', 'section'] as const;
const global = ['VirtualHost'] as const;

/** Directives of core about the server as a whole. */
export const coreServer = {
  Define: directive({
    summary: 'Defines a name for IfDefine, and a value for ${…}.',
    in: everywhere,
    args: oneOrTwo(
      'Define a variable, optionally to a value.  Same as passing -D to the command line.',
      text,
      text,
    ),
    repeat: 'add',
    support: full,
    example: 'Define ROOT /srv/www',
  }),
  UnDefine: directive({
    summary: 'Takes a definition back.',
    in: everywhere,
    args: one('Undefine the existence of a variable. Undo a Define.', text),
    repeat: 'add',
    support: full,
    example: 'UnDefine ROOT',
  }),
  Error: directive({
    summary: 'Refuses the configuration with a message of its own.',
    in: ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'],
    args: raw('Generate error message from within configuration', ({ args }) => ({ value: args.raw })),
    support: full,
    example: '<IfDefine NEVER>\nError "not like this"\n</IfDefine>',
  }),
  Include: directive({
    summary: 'Reads other files here; one must match.',
    in: everywhere,
    args: one(
      'Name(s) of the config file(s) to be included; fails if the wildcard does not match at least one file',
      text,
    ),
    repeat: 'add',
    support: full,
    example: 'IncludeOptional conf.d/*.conf',
  }),
  IncludeOptional: directive({
    summary: 'Reads other files here, if there are any.',
    in: everywhere,
    args: one(
      'Name or pattern of the config file(s) to be included; ignored if the file does not exist or the pattern does not match any files',
      text,
    ),
    repeat: 'add',
    support: full,
    example: 'IncludeOptional conf.d/*.conf',
  }),
  ServerRoot: directive({
    summary: 'The folder that relative paths start from.',
    in: server,
    notIn: global,
    args: one('Common directory of server-related files (logs, confs, etc.)', text),
    default: '/etc/apache2',
    support: full,
    example: 'ServerRoot /',
  }),
  DocumentRoot: directive({
    summary: 'The folder of static pages.',
    in: server,
    args: one('Root directory of the document tree', text),
    support: full,
    example: 'DocumentRoot /',
  }),
  ServerName: directive({
    summary: "The server's own name and port in redirects.",
    in: server,
    args: one('The hostname and port of the server', serverName),
    support: full,
    example: 'ServerName www.example.com:80',
  }),
  ServerAlias: directive({
    summary: 'Further names of a virtual host.',
    in: server,
    args: raw('A name or names alternately used to access the server', ({ args, place }) =>
      place === 'host'
        ? { value: args.words.map((word) => word.value) }
        : { problem: 'ServerAlias only used in <VirtualHost>' },
    ),
    repeat: 'add',
    support: full,
    example: '<VirtualHost *:80>\nServerAlias example.com\n</VirtualHost>',
  }),
  ServerPath: directive({
    summary: 'A path by which old clients choose a virtual host.',
    in: server,
    args: one('The pathname the server can be reached at', text),
    support: full,
    example: 'ServerPath /site',
  }),
  NameVirtualHost: directive({
    summary: 'Has no meaning any more.',
    in: server,
    args: one('A numeric IP address:port, or the name of a host', text),
    support: partial('accepted, no effect, as in httpd'),
    example: 'NameVirtualHost *:80',
  }),
  ServerAdmin: directive({
    summary: 'Who to write to; shown on error pages.',
    in: server,
    args: one('The email address of the server administrator', text),
    support: full,
    example: 'ServerAdmin webmaster@example.com',
  }),
  ServerTokens: directive({
    summary: 'How much the Server header says.',
    in: server,
    notIn: global,
    args: one(
      'Determine tokens displayed in the Server: header - Min(imal), Major, Minor, Prod(uctOnly), OS, or Full',
      keyword(
        {
          Full: 'Full',
          Major: 'Major',
          Minor: 'Minor',
          Min: 'Minimal',
          Minimal: 'Minimal',
          OS: 'OS',
          Prod: 'ProductOnly',
          ProductOnly: 'ProductOnly',
        } as const,
        "ServerTokens takes 1 argument: 'Prod(uctOnly)', 'Major', 'Minor', 'Min(imal)', 'OS', or 'Full'",
      ),
    ),
    default: 'Full',
    support: full,
    example: 'ServerTokens Prod',
  }),
  Timeout: directive({
    summary: 'Seconds to wait for the client or a CGI.',
    in: server,
    args: one('Timeout duration (sec)', seconds),
    default: '60',
    support: full,
    example: 'Timeout 60',
  }),
  ErrorLog: directive({
    summary: 'The file that errors are logged to.',
    in: server,
    args: one('The filename of the error log', text),
    default: 'logs/error_log',
    support: full,
    example: 'ErrorLog error.log',
  }),
  ErrorLogFormat: directive({
    summary: 'The form of a line in the error log.',
    in: server,
    args: errorLogFormat,
    support: partial('%E and %F are empty: no line tells a number of the system or a place in the source'),
    example: 'ErrorLogFormat "[%t] [%l] %M"',
  }),
  LogLevel: directive({
    summary: 'How much is logged, in all or by module.',
    in: everywhere,
    args: iterate('Level of verbosity in error logging', logLevel),
    default: 'warn',
    support: full,
    example: 'LogLevel info auth_gssapi:debug',
  }),
  AccessFileName: directive({
    summary: 'How per-folder configuration files are called.',
    in: server,
    args: raw('Name(s) of per-directory config files (default: .htaccess)', fileNames),
    default: '.htaccess',
    support: full,
    example: 'AccessFileName .htaccess',
  }),
  TraceEnable: directive({
    summary: 'Whether TRACE is answered.',
    in: server,
    args: one(
      "'on' (default), 'off' or 'extended' to trace request body content",
      choice(['On', 'Off', 'extended'], "TraceEnable must be one of 'on', 'off', or 'extended'"),
    ),
    default: 'On',
    support: full,
    example: 'TraceEnable Off',
  }),
  LimitRequestLine: directive({
    summary: 'Bytes a request line may have.',
    in: server,
    args: one(
      'Limit on maximum size of an HTTP request line',
      leading(0, (value) => `LimitRequestLine "${value}" must be a non-negative integer`),
    ),
    default: '8190',
    support: full,
    example: 'LimitRequestLine 8190',
  }),
  LimitRequestFieldsize: directive({
    summary: 'Bytes a request header may have.',
    in: server,
    args: one(
      'Limit on maximum size of an HTTP request header field',
      leading(0, (value) => `LimitRequestFieldsize "${value}" must be a non-negative integer`),
    ),
    default: '8190',
    support: full,
    example: 'LimitRequestFieldsize 8190',
  }),
  LimitRequestFields: directive({
    summary: 'How many headers a request may have; 0 sets no limit.',
    in: server,
    args: one(
      'Limit (0 = unlimited) on max number of header fields in a request message',
      leading(0, (value) => `LimitRequestFields "${value}" must be a non-negative integer (0 = no limit)`),
    ),
    default: '100',
    support: full,
    example: 'LimitRequestFields 100',
  }),
  AllowEncodedSlashes: directive({
    summary: 'Whether %2F may stand in paths.',
    in: server,
    args: one(
      "Allow URLs containing '/' encoded as '%2F'",
      choice(['On', 'Off', 'NoDecode'], 'AllowEncodedSlashes must be On, Off, or NoDecode'),
    ),
    default: 'Off',
    support: full,
    example: 'AllowEncodedSlashes NoDecode',
  }),
  MergeSlashes: directive({
    summary: 'Whether several slashes in a path count as one.',
    in: server,
    args: flag('Controls whether consecutive slashes in the URI path are merged'),
    default: 'On',
    support: full,
    example: 'MergeSlashes On',
  }),
  HttpProtocolOptions: directive({
    summary: 'How strictly requests must keep to HTTP.',
    in: server,
    args: protocolOptions,
    default: 'Strict LenientMethods Allow0.9',
    support: full,
    example: 'HttpProtocolOptions Strict',
  }),
  UseCanonicalName: directive({
    summary: 'Whether redirects name ServerName or what the client asked for.',
    in: everywhere,
    args: one(
      'How to work out the ServerName : Port when constructing URLs',
      choice(['On', 'Off', 'DNS'], "parameter must be 'on', 'off', or 'dns'"),
    ),
    default: 'Off',
    support: full,
    example: 'UseCanonicalName On',
  }),
  UseCanonicalPhysicalPort: directive({
    summary: "Whether redirects may name the connection's port.",
    in: everywhere,
    args: one(
      'Whether to use the physical Port when constructing URLs',
      keyword({ On: true, Off: false }, "parameter must be 'on' or 'off'"),
    ),
    default: 'Off',
    support: full,
    example: 'UseCanonicalPhysicalPort On',
  }),
  HostnameLookups: directive({
    summary: 'Whether the names of clients are looked up.',
    in: everywhere,
    args: one(
      '"on" to enable, "off" to disable reverse DNS lookups, or "double" to enable double-reverse DNS lookups',
      choice(['On', 'Off', 'Double'], "parameter must be 'on', 'off', or 'double'"),
    ),
    default: 'Off',
    support: full,
    example: 'HostnameLookups Off',
  }),
  AcceptFilter: directive({
    summary: 'How the system hands over connections.',
    in: server,
    notIn: global,
    args: two('Set the Accept Filter to use for a protocol', text, text),
    repeat: 'add',
    support: partial('accepted, no effect: the system hands over connections'),
    example: 'AcceptFilter http none',
  }),
} as const;
