import { EventEmitter } from 'node:events';
import { Server } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { listenOn } from '../../src/serve/listening.js';

/** A server whose port cannot be had. */
function refusing(code: string, errno: number): Server {
  const server = new Server();
  server.listen = () => {
    const error = Object.assign(new Error(code), { code, errno });
    queueMicrotask(() => EventEmitter.prototype.emit.call(server, 'error', error));
    return server;
  };
  return server;
}

const linesFor = (code: string, errno: number, port: number): Promise<unknown> =>
  listenOn(refusing(code, errno), { port, address: '127.0.0.1' } as Parameters<typeof listenOn>[1]).catch(
    (error: { lines?: readonly string[] }) => error.lines,
  );

describe('a port that cannot be had', () => {
  const told = [
    '(13)Permission denied: AH00072: make_sock: could not bind to address 127.0.0.1:80',
    'no listening sockets available, shutting down',
    'AH00015: Unable to open logs',
  ];

  test('without rights it is told who may have it', async () => {
    expect(await linesFor('EACCES', -13, 80)).toEqual([
      ...told,
      'hint: only root may listen on ports below 1024: start as root with User and Group in the configuration, or Listen on another port than 80',
    ]);
  });

  test('other ports and other errors need no hint', async () => {
    expect(await linesFor('EACCES', -13, 8080)).toEqual([told[0]!.replace(':80', ':8080'), ...told.slice(1)]);
    expect(await linesFor('EADDRINUSE', -98, 80)).toEqual([
      told[0]!.replace('(13)Permission denied', '(98)Address already in use'),
      ...told.slice(1),
    ]);
  });
});
