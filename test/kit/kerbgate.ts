import { join } from 'node:path';
import { projectFolder } from './project.js';
import { type ServerOptions, startServer, type WebServer } from './server.js';

/** Starts kerbgate with httpd's own command line, on the same kind of file as Apache. */
export function startKerbgate(options: ServerOptions): Promise<WebServer> {
  const manner = options.single ? '-X' : '-DFOREGROUND';
  const program = join(projectFolder, 'bin', 'kerbgate');
  return startServer('kerbgate', options, (file) => [
    process.execPath,
    [program, 'httpd', manner, '-f', file],
  ]);
}
