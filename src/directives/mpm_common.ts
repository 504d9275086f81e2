import { one } from './args.js';
import { argvLine } from './argv-line.js';
import { apacheModule, directive, full, partial } from './define.js';
import { listenAddress } from './server-words.js';
import { leading, leadingInteger, seconds } from './words.js';

const server = ['server'] as const;
const global = ['VirtualHost'] as const;
const processes = partial('accepted, no effect: workers are processes, one per core');

/** What an MPM tunes by a number; `usage` is httpd's own. */
const tuning = (summary: string, usage: string, example: string) =>
  directive({
    summary,
    in: server,
    notIn: global,
    args: one(usage, seconds),
    support: processes,
    example,
  });

const buffer = (name: string) =>
  one(`${name === 'SendBufferSize' ? 'Send' : 'Receive'} buffer size in bytes`, (value) => {
    const size = leadingInteger(value);
    return size < 512 && size !== 0
      ? { problem: `${name} must be >= 512 bytes, or 0 for system default.` }
      : { value: size };
  });

/** As C's `strtod` reads a whole word; what is no number at all counts as above nothing. */
function factor(value: string) {
  const found =
    /^\s*([+-]?)(inf(?:inity)?|nan(?:\(\w*\))?|0x[\da-f]+(?:p[+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i.exec(
      value,
    );
  if (!found) return { problem: 'error parsing value' };
  const negative = found[1] === '-' && !/^nan/i.test(found[2]!);
  const number = /^[in]/i.test(found[2]!) ? Number.POSITIVE_INFINITY : Number(found[2]!.replace(/p.*/i, ''));
  return negative || number === 0
    ? { problem: 'AsyncRequestWorkerFactor argument must be a positive number' }
    : { value: number };
}

/**
 * Directives of the MPMs event, worker and prefork. kerbgate takes the place of all three; which of them counts as
 * loaded only decides which names are known (`mpmDirectives`).
 */
export const mpmCommon = apacheModule({
  name: 'mpm_common',
  identifier: 'mpm_event_module',
  builtIn: true,
  sections: 'merge',
  directives: {
    Listen: directive({
      summary: 'A port, or an address and a port, to serve on.',
      in: server,
      notIn: global,
      args: argvLine(
        'A port number or a numeric IP address and a port number, and an optional protocol',
        listenAddress,
      ),
      repeat: 'add',
      support: full,
      example: 'Listen 127.0.0.1:8080',
    }),
    ListenBacklog: directive({
      summary: 'How many connections may wait.',
      in: server,
      notIn: global,
      args: one(
        'Maximum length of the queue of pending connections, as used by listen(2)',
        leading(1, () => 'ListenBacklog must be > 0'),
      ),
      support: processes,
      example: 'ListenBacklog 511',
    }),
    ListenCoresBucketsRatio: directive({
      summary: 'How listening sockets are spread over cores.',
      in: server,
      notIn: global,
      args: one(
        'Ratio between the number of CPU cores (online) and the number of listeners buckets',
        leading(1, () => 'ListenCoresBucketsRatio must be > 0'),
      ),
      support: processes,
      example: 'ListenCoresBucketsRatio 8',
    }),
    SendBufferSize: directive({
      summary: 'Socket buffer for sending.',
      in: server,
      notIn: global,
      args: buffer('SendBufferSize'),
      support: partial('accepted, no effect: the system sizes its buffers'),
      example: 'SendBufferSize 0',
    }),
    ReceiveBufferSize: directive({
      summary: 'Socket buffer for receiving.',
      in: server,
      notIn: global,
      args: buffer('ReceiveBufferSize'),
      support: partial('accepted, no effect: the system sizes its buffers'),
      example: 'ReceiveBufferSize 0',
    }),
    ListenTCPDeferAccept: directive({
      summary: 'How long the system holds back connections without data.',
      in: server,
      notIn: global,
      args: one(
        'Value set for the socket option TCP_DEFER_ACCEPT if it is set',
        leading(1, () => 'ListenTCPDeferAccept must be > 0'),
      ),
      support: processes,
      example: 'ListenTCPDeferAccept 30',
    }),
    GracefulShutdownTimeout: tuning(
      'How long a graceful stop waits for requests.',
      'Maximum time in seconds to wait for child processes to complete transactions during shutdown',
      'GracefulShutdownTimeout 10',
    ),
    StartServers: tuning(
      'Workers at start.',
      'Number of child processes launched at server startup',
      'StartServers 2',
    ),
    ServerLimit: tuning(
      'Most workers ever.',
      'Maximum number of child processes for this run of Apache',
      'ServerLimit 16',
    ),
    MinSpareThreads: tuning(
      'Fewest idle threads.',
      'Minimum number of idle threads, to handle request spikes',
      'MinSpareThreads 25',
    ),
    MaxSpareThreads: tuning('Most idle threads.', 'Maximum number of idle threads', 'MaxSpareThreads 75'),
    MinSpareServers: tuning(
      'Fewest idle workers.',
      'Minimum number of idle children, to handle request spikes',
      'MinSpareServers 5',
    ),
    MaxSpareServers: tuning('Most idle workers.', 'Maximum number of idle children', 'MaxSpareServers 10'),
    MaxClients: tuning(
      'The old name of MaxRequestWorkers.',
      'Deprecated name of MaxRequestWorkers',
      'MaxClients 150',
    ),
    MaxRequestWorkers: tuning(
      'Requests served at a time.',
      'Maximum number of threads alive at the same time',
      'MaxRequestWorkers 150',
    ),
    ThreadsPerChild: tuning(
      'Threads of a worker.',
      'Number of threads each child creates',
      'ThreadsPerChild 25',
    ),
    ThreadLimit: tuning(
      'Most threads of a worker ever.',
      'Maximum number of worker threads per child process for this run of Apache - Upper limit for ThreadsPerChild',
      'ThreadLimit 64',
    ),
    AsyncRequestWorkerFactor: directive({
      summary: 'Connections taken beyond the number of idle threads.',
      in: server,
      notIn: global,
      args: one('How many additional connects will be accepted per idle worker thread', factor),
      support: processes,
      example: 'AsyncRequestWorkerFactor 2',
    }),
  },
});

/** The MPMs by `<IfModule>` name and identifier. */
export const mpms = {
  event: 'mpm_event_module',
  worker: 'mpm_worker_module',
  prefork: 'mpm_prefork_module',
} as const;

export type Mpm = keyof typeof mpms;

const threads = ['MinSpareThreads', 'MaxSpareThreads', 'ThreadsPerChild', 'ThreadLimit'];
const notKnownTo: Readonly<Record<Mpm, readonly string[]>> = {
  event: ['MinSpareServers', 'MaxSpareServers'],
  worker: ['MinSpareServers', 'MaxSpareServers', 'AsyncRequestWorkerFactor'],
  prefork: [...threads, 'AsyncRequestWorkerFactor'],
};

/** Whether an MPM registers a directive of `mpmCommon`. */
export const mpmKnows = (mpm: Mpm, name: string): boolean => !notKnownTo[mpm].includes(name);

/** What prefork says of directives that mean something else there. */
export const preforkUsage: Readonly<Record<string, string>> = {
  MaxRequestWorkers: 'Maximum number of children alive at the same time',
  ServerLimit: 'Maximum value of MaxRequestWorkers for this run of Apache',
};
