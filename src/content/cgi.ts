import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { converse } from './cgi-exchange.js';
import { prepareLaunch, type ScriptProcess, startScript } from './cgi-process.js';
import type { CgiContent, Handler, HandlerExchange, HandlerResult } from './handler.js';
import { Slots } from './slots.js';

export interface CgiLimits {
  /** Scripts running at once in this process; httpd's bound is its number of workers. */
  readonly running: number;
  /** Requests that may wait for one to end; beyond that the answer is 503. */
  readonly waiting: number;
}

const defaultLimits: CgiLimits = { running: 150, waiting: 600 };

/**
 * Whether the kernel can execute the file: node:child_process would hand anything else to /bin/sh, httpd refuses it.
 * What may be executed but not read can only be a program.
 */
async function isExecutableFormat(file: Buffer): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return true;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    return start.startsWith('#!') || start === '\x7fELF';
  } finally {
    await handle.close();
  }
}

/** Why a script is not started at all; undefined if nothing speaks against it. */
async function obstacle(content: CgiContent): Promise<{ status: number; words: string } | undefined> {
  const file = Buffer.from(content.path, 'latin1');
  try {
    const found = await stat(file);
    if (found.isDirectory()) return { status: 403, words: 'AH01265: attempt to invoke directory as script' };
    if (!found.isFile())
      return { status: 403, words: 'AH01265: attempt to invoke something else than a file' };
    if (!(await isExecutableFormat(file))) return { status: 500, words: 'AH01241: exec failed (ENOEXEC)' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const status = code === 'ENOENT' || code === 'ENOTDIR' ? 404 : 403;
    return { status, words: `AH01264: script not found or unable to stat (${code})` };
  }
  // Such a script frames its own response, which a shared connection must not be left to.
  if (path.basename(content.path).startsWith('nph-'))
    return { status: 500, words: 'nph- scripts are not supported' };
  return undefined;
}

function refuse(
  exchange: HandlerExchange,
  content: CgiContent,
  status: number,
  words: string,
): HandlerResult {
  exchange.log('error', `${words}: ${content.path}`);
  return { kind: 'error', status };
}

async function launch(
  exchange: HandlerExchange,
  content: CgiContent,
): Promise<ScriptProcess | HandlerResult> {
  const ready = prepareLaunch(exchange, content);
  if (ready.kind === 'refused') return refuse(exchange, content, 400, `${ready.name} is not valid UTF-8`);
  try {
    return await startScript(exchange, ready);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const exhausted = code === 'EAGAIN' || code === 'ENOMEM' || code === 'EMFILE' || code === 'ENFILE';
    // Also a script without execute permission is a 500, as with mod_cgid, whose daemon only notices in exec.
    return refuse(exchange, content, exhausted ? 503 : 500, `AH01241: exec failed (${code})`);
  }
}

async function run(exchange: HandlerExchange, content: CgiContent, slots: Slots): Promise<HandlerResult> {
  const script = await launch(exchange, content);
  if ('kind' in script) {
    slots.release();
    return script;
  }
  void script.exited.then(() => slots.release());
  return converse(exchange, content, script);
}

/** A signal for the client going away before its response is complete. */
function clientGone({ response }: HandlerExchange): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) controller.abort();
  else response.once('close', () => controller.abort());
  return controller.signal;
}

/**
 * Runs CGI/1.1 scripts (RFC 3875) as mod_cgid does, with the request body streamed in while the output streams out.
 * A missing script is 404, one that is no file 403, one that cannot be executed, prints no valid header section or is
 * named `nph-` 500; no progress for the timeout is 504 before the head and breaks the connection after it. When the
 * client goes away the script is killed with everything it started.
 */
export function createCgiHandler(limits: Partial<CgiLimits> = {}): Handler<CgiContent> {
  const { running, waiting } = { ...defaultLimits, ...limits };
  const slots = new Slots(running, waiting);
  return async (exchange, content) => {
    const problem = await obstacle(content);
    if (problem) return refuse(exchange, content, problem.status, problem.words);
    const slot = await slots.take(clientGone(exchange));
    if (slot === 'given-up') return { kind: 'aborted' };
    if (slot === 'full') return refuse(exchange, content, 503, 'Too many scripts are running and waiting');
    return run(exchange, content, slots);
  };
}
