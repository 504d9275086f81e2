import { flag, one } from './args.js';
import { apacheModule, directive, full, partial } from './define.js';
import { interval, seconds } from './words.js';

const server = ['server'] as const;

/** http_core: keeping connections. */
export const http = apacheModule({
  name: 'http_core',
  identifier: 'http_module',
  builtIn: true,
  sections: 'merge',
  directives: {
    KeepAliveTimeout: directive({
      summary: 'How long an idle connection is kept; seconds unless it says ms.',
      in: server,
      args: one('Keep-Alive timeout duration (sec)', interval('s', 'KeepAliveTimeout has wrong format')),
      default: '5',
      support: full,
      example: 'KeepAliveTimeout 5',
    }),
    MaxKeepAliveRequests: directive({
      summary: 'Requests a connection may carry; 0 sets no limit.',
      in: server,
      args: one('Maximum number of Keep-Alive requests per connection, or 0 for infinite', seconds),
      default: '0',
      support: partial('without it there is no limit: connections of kerbgate cost no process'),
      example: 'MaxKeepAliveRequests 100',
    }),
    KeepAlive: directive({
      summary: 'Whether a connection may carry several requests.',
      in: server,
      args: flag('Whether persistent connections should be On or Off'),
      default: 'On',
      support: full,
      example: 'KeepAlive On',
    }),
  },
});
