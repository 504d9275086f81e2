// An application that costs as little as possible, in a process of its own: it answers each request head with the same
// bytes and prints its port.
import { createServer } from 'node:net';

const body = 'A page of the application.\n';
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);

const server = createServer((socket) => {
  let unfinished = '';
  socket.on('data', (chunk) => {
    const heads = (unfinished + chunk.toString('latin1')).split('\r\n\r\n');
    unfinished = heads.pop() ?? '';
    for (const _ of heads) socket.write(answer);
  });
  socket.on('error', () => socket.destroy());
});

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1');
