import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { IdleWatch } from '../../src/serve/idle.js';

test('a connection on which HTTP begins anew is watched once', () => {
  const server = createServer();
  server.removeAllListeners('connection');
  new IdleWatch({ busy: 1000, idle: 1000 }).attach(server);
  const socket = new Socket();
  for (let count = 0; count < 20; count++) server.emit('connection', socket);
  expect(socket.listenerCount('close')).toBe(1);
  server.emit('close');
  socket.destroy();
});
