import { parentPort } from 'node:worker_threads';

// A thread that ends with its first order.
parentPort?.on('message', () => process.exit());
