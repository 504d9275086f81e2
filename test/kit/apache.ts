import { type ServerOptions, startServer, type WebServer } from './server.js';

/** Starts Debian's apache2 in the foreground; `setup.sh` installs it. */
export function startApache(options: ServerOptions): Promise<WebServer> {
  const manner = options.single ? '-X' : '-DFOREGROUND';
  return startServer('apache', options, (file) => ['/usr/sbin/apache2', [manner, '-f', file]]);
}
