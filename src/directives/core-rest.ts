import { flag, iterate, one, oneOrTwo, raw, text, type WordType } from './args.js';
import { directive, full, partial, refused } from './define.js';
import { folder } from './folder-words.js';
import { longNumber } from './known/numbers.js';
import { mutex, regexOptions } from './rest-words.js';
import { keyword, leading, leadingInteger } from './words.js';

const server = ['server'] as const;
const everywhere = ['server', 'section'] as const;
const fileInfo = ['FileInfo'] as const;
const all = ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'] as const;
const global = ['VirtualHost'] as const;
const filters = partial('INCLUDES is served; filters that compress are left out, others are refused');
const processes = partial('accepted, no effect: workers are processes, one per core');
const tuning = partial('accepted, no effect: the system sizes its buffers');

const number = (least: number, most: number, shown: string) => (value: string) => {
  const { value: found, rest, tooLarge } = longNumber(value);
  return tooLarge || rest !== '' || found < least || found > most
    ? { problem: `parameter must be a number between ${least} and ${shown}: ${value}` }
    : { value: Number(found) };
};

const size = number(0, 0xffff_ffff, '(4294967295U))');

/** A folder must be there. */
const dumpFolder = folder((path, kind) =>
  kind === 'nothing'
    ? `CoreDumpDirectory ${path} does not exist`
    : `CoreDumpDirectory ${path} is not a directory`,
);

const xmlBody = (value: string) => {
  const { value: bytes } = longNumber(value);
  if (bytes < 0n) return { problem: 'LimitXMLRequestBody requires a non-negative integer.' };
  if (bytes > mostXml) return { problem: `LimitXMLRequestBody must not exceed ${mostXml}` };
  return { value: Number(bytes) };
};

const mostXml = 3_074_457_345_618_258_601n;

const notNegative = (name: string) => (value: string) => {
  const { value: found, tooLarge } = longNumber(value);
  return tooLarge || found < 0n ? { problem: `Invalid ${name} value: ${value}` } : { value: Number(found) };
};

const rangeLimit =
  (name: string): WordType<number | 'none' | 'default' | 'unlimited'> =>
  (value) => {
    const word = value.toLowerCase();
    if (word === 'none' || word === 'default' || word === 'unlimited') return { value: word } as const;
    if (leadingInteger(value) > 0) return { value: leadingInteger(value) };
    return { problem: `${name} requires 'none', 'default', 'unlimited' or a positive integer` };
  };

const recursion = (value: string) =>
  leadingInteger(value) > 0
    ? { value: leadingInteger(value) }
    : { problem: 'The recursion limit must be greater than zero.' };

/** Directives of core that tune what we do in another way, or do not do. */
export const coreRest = {
  PidFile: directive({
    summary: "The file that holds the server's process number.",
    in: server,
    notIn: global,
    args: one('A file for logging the server process ID', text),
    default: 'logs/httpd.pid',
    support: full,
    example: 'PidFile /run/httpd.pid',
  }),
  ScoreBoardFile: directive({
    summary: 'The file that processes share their state by.',
    in: server,
    notIn: global,
    args: one('A file for Apache to maintain runtime process management information', text),
    support: processes,
    example: 'ScoreBoardFile logs/status',
  }),
  ExtendedStatus: directive({
    summary: 'Whether the status page shows each request.',
    in: server,
    notIn: global,
    args: flag('"On" to track extended status information, "Off" to disable'),
    support: partial('accepted, no effect: there is no status page'),
    example: 'ExtendedStatus Off',
  }),
  SeeRequestTail: directive({
    summary: 'Which end of a long request line the status page shows.',
    in: server,
    notIn: global,
    args: flag(
      'For extended status, "On" to see the last 63 chars of the request line, "Off" (default) to see the first 63',
    ),
    support: partial('accepted, no effect: there is no status page'),
    example: 'SeeRequestTail Off',
  }),
  MaxConnectionsPerChild: directive({
    summary: 'After how many connections a worker is replaced.',
    in: server,
    notIn: global,
    args: one(
      'Maximum number of connections a particular child serves before dying.',
      leading(Number.NEGATIVE_INFINITY, () => ''),
    ),
    support: processes,
    example: 'MaxConnectionsPerChild 0',
  }),
  MaxRequestsPerChild: directive({
    summary: 'The old name of MaxConnectionsPerChild.',
    in: server,
    notIn: global,
    args: one(
      'Maximum number of connections a particular child serves before dying. (DEPRECATED, use MaxConnectionsPerChild)',
      leading(Number.NEGATIVE_INFINITY, () => ''),
    ),
    support: processes,
    example: 'MaxRequestsPerChild 0',
  }),
  CoreDumpDirectory: directive({
    summary: 'Where a crashed worker leaves its memory.',
    in: server,
    notIn: global,
    args: dumpFolder('The location of the directory Apache changes to before dumping core'),
    support: processes,
    example: 'CoreDumpDirectory /tmp',
  }),
  MaxMemFree: directive({
    summary: 'Memory a worker keeps for later, in kilobytes.',
    in: server,
    notIn: global,
    args: one(
      "Maximum number of 1k blocks a particular child's allocator may hold.",
      notNegative('MaxMemFree'),
    ),
    support: processes,
    example: 'MaxMemFree 2048',
  }),
  ThreadStackSize: directive({
    summary: 'Bytes of stack for a thread.',
    in: server,
    notIn: global,
    args: one(
      'Size in bytes of stack used by threads handling client connections',
      notNegative('ThreadStackSize'),
    ),
    support: processes,
    example: 'ThreadStackSize 1048576',
  }),
  DefaultRuntimeDir: directive({
    summary: 'The folder of files that last as long as the server runs.',
    in: server,
    notIn: global,
    args: one('Common directory for run-time files (shared memory, locks, etc.)', text),
    support: processes,
    example: 'DefaultRuntimeDir /run',
  }),
  Mutex: directive({
    summary: 'How workers lock each other out.',
    in: server,
    notIn: global,
    args: raw('mutex (or "default") and mechanism', mutex),
    repeat: 'add',
    support: processes,
    example: 'Mutex default',
  }),
  ReadBufferSize: directive({
    summary: 'Bytes read at a time.',
    in: everywhere,
    args: one('Size (in bytes) of the memory buffers used to read data', size),
    support: tuning,
    example: 'ReadBufferSize 8192',
  }),
  FlushMaxThreshold: directive({
    summary: 'Bytes that may wait before they are sent.',
    in: server,
    args: one('Maximum threshold above which pending data are flushed to the network', size),
    support: tuning,
    example: 'FlushMaxThreshold 65535',
  }),
  FlushMaxPipelined: directive({
    summary: 'Responses that may wait before they are sent.',
    in: server,
    args: one(
      'Maximum number of pipelined responses (pending) above which they are flushed to the network',
      number(-1, 0x7fff_ffff, '(2147483647)'),
    ),
    support: tuning,
    example: 'FlushMaxPipelined 5',
  }),
  Protocol: directive({
    summary: 'The protocol spoken on a socket.',
    in: server,
    args: one('Set the Protocol for httpd to use.', text),
    support: refused('SSLEngine says what is TLS; take the directive out'),
    example: 'Protocol http',
  }),
  Protocols: directive({
    summary: 'The versions of HTTP spoken.',
    in: server,
    args: iterate('Controls which protocols are allowed', text),
    repeat: 'add',
    default: 'http/1.1',
    support: partial('only http/1.1 is spoken, whatever else is named'),
    example: 'Protocols http/1.1',
  }),
  ProtocolsHonorOrder: directive({
    summary: "Whether the server's order of protocols counts.",
    in: server,
    args: one(
      "'off' (default) or 'on' to respect given order of protocols, by default the client specified order determines selection",
      keyword({ On: true, Off: false }, "ProtocolsHonorOrder must be 'on' or 'off'"),
    ),
    support: partial('accepted, no effect: only http/1.1 is spoken'),
    example: 'ProtocolsHonorOrder On',
  }),
  Port: directive({
    summary: 'Has been gone since Apache 2.0.',
    in: server,
    args: one('Port was replaced with Listen in Apache 2.0', () => ({
      problem: 'Port was replaced with Listen in Apache 2.0',
    })),
    support: refused('use Listen'),
    example: '<IfDefine NEVER>\nPort 80\n</IfDefine>',
  }),
  ContentDigest: directive({
    summary: 'Sends a Content-MD5 header.',
    in: ['Options'],
    args: flag('whether or not to send a Content-MD5 header with each request'),
    default: 'Off',
    support: refused('Content-MD5 is gone from HTTP; take the directive out'),
    example: 'ContentDigest On',
  }),
  LimitXMLRequestBody: directive({
    summary: 'Bytes an XML body may have.',
    in: all,
    args: one('Limit (in bytes) on maximum size of an XML-based request body', xmlBody),
    default: '1000000',
    support: partial('accepted, no effect: XML bodies are not looked into'),
    example: 'LimitXMLRequestBody 1000000',
  }),
  MaxRanges: directive({
    summary: 'How many parts of a file a request may ask for.',
    in: everywhere,
    args: one(
      'Maximum number of Ranges in a request before returning the entire resource, or 0 for unlimited',
      rangeLimit('MaxRanges'),
    ),
    default: '200',
    support: full,
    example: 'MaxRanges 200',
  }),
  MaxRangeOverlaps: directive({
    summary: 'How often the parts of a request may overlap.',
    in: everywhere,
    args: one(
      'Maximum number of overlaps in Ranges in a request before returning the entire resource, or 0 for unlimited',
      rangeLimit('MaxRangeOverlaps'),
    ),
    default: '20',
    support: full,
    example: 'MaxRangeOverlaps 20',
  }),
  MaxRangeReversals: directive({
    summary: 'How often the parts of a request may go backwards.',
    in: everywhere,
    args: one(
      'Maximum number of reversals in Ranges in a request before returning the entire resource, or 0 for unlimited',
      rangeLimit('MaxRangeReversals'),
    ),
    default: '20',
    support: full,
    example: 'MaxRangeReversals 20',
  }),
  RLimitCPU: limitOnScripts(
    'Seconds of CPU a CGI may use.',
    'Soft/hard limits for max CPU usage in seconds',
    'RLimitCPU 60',
  ),
  RLimitMEM: limitOnScripts(
    'Memory a CGI may use.',
    'Soft/hard limits for max memory usage per process',
    'RLimitMEM 100000000',
  ),
  RLimitNPROC: limitOnScripts(
    'Processes a CGI may start.',
    'soft/hard limits for max number of processes per uid',
    'RLimitNPROC 50',
  ),
  RegexDefaultOptions: directive({
    summary: 'Options that all patterns have.',
    in: server,
    notIn: global,
    args: raw("default options for regexes (prefixed by '+' to add, '-' to del)", regexOptions),
    repeat: 'add',
    default: 'DOTALL DOLLAR_ENDONLY',
    support: refused("httpd's defaults hold; take the directive out"),
    example: 'RegexDefaultOptions +ICASE',
  }),
  LimitInternalRecursion: directive({
    summary: 'How often a request may be passed on inside the server.',
    in: server,
    args: oneOrTwo('maximum recursion depth of internal redirects and subrequests', recursion, recursion),
    default: '10',
    support: full,
    example: 'LimitInternalRecursion 10',
  }),
  StrictHostCheck: directive({
    summary: 'Refuses requests for names that no host has.',
    in: server,
    args: flag('Controls whether a hostname match is required'),
    default: 'Off',
    support: full,
    example: 'StrictHostCheck Off',
  }),
  MergeTrailers: directive({
    summary: 'Takes trailers of a chunked request for headers.',
    in: server,
    args: flag('merge request trailers into request headers or not'),
    default: 'Off',
    support: partial('only Off is served: trailers are dropped'),
    example: 'MergeTrailers Off',
  }),
  RegisterHttpMethod: directive({
    summary: 'Makes a method name known.',
    in: server,
    notIn: global,
    args: iterate('Registers non-standard HTTP methods', text),
    repeat: 'add',
    support: partial('names that are no methods to node:http are answered with 400'),
    example: 'RegisterHttpMethod PURGE',
  }),
  SetOutputFilter: directive({
    summary: 'Sends responses through filters.',
    in: fileInfo,
    args: one('filter (or ; delimited list of filters) to be run on the request content', text),
    support: filters,
    example: 'SetOutputFilter DEFLATE',
  }),
  SetInputFilter: directive({
    summary: 'Sends request bodies through filters.',
    in: fileInfo,
    args: one('filter (or ; delimited list of filters) to be run on the request body', text),
    support: partial('filters of request bodies are left out or refused'),
    example: 'SetInputFilter DEFLATE',
  }),
} as const;

function limitOnScripts(summary: string, usage: string, example: string) {
  return directive({
    summary,
    in: all,
    args: oneOrTwo(usage, text, text),
    support: refused('limits of the operating system are not set yet; take the directive out'),
    example,
  });
}
