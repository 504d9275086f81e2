import { parentPort } from 'node:worker_threads';
import { analyse } from './analyse.js';
import type { AnalysisAnswer, AnalysisOrder } from './analysis.js';

/** The thread that looks at configurations, one order after the other. */
parentPort?.on('message', (order: AnalysisOrder) => parentPort?.postMessage(answerTo(order)));

function answerTo(order: AnalysisOrder): AnalysisAnswer {
  try {
    return analyse(order);
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { id: order.id, problem };
  }
}
