import { type HelperStarted, HelperStarts, isStarterOrder } from './helper-starts.js';

// The program of the starter of a server of one process: it keeps root's rights, starts helpers, and ends with its server.

const starts = new HelperStarts(JSON.parse(process.argv[2]!), (answer: HelperStarted, socket) => {
  if (process.connected) process.send!(answer, socket);
});

process.title = 'kerbgate: starter';
// Signals to the whole process group are for the server, which may still be answering its last requests.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGWINCH'] as const)
  process.on(signal, () => {});
process.on('message', (order: unknown) => {
  if (isStarterOrder(order)) starts.follow(order);
});
process.once('disconnect', () => {
  starts.close();
  process.exit(0);
});
