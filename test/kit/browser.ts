import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { dropScratch, makeScratch } from './scratch.js';

/** A page of a headless browser. */
export interface Page {
  /** Goes to a URL and waits until everything of it is there. */
  open(url: string): Promise<void>;
  /** What JavaScript says in the page; waits until it says something else than undefined or null. */
  ask<T>(expression: string): Promise<T>;
  /** A picture in PNG. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
}

/** Debian's Chromium without a window, driven over DevTools' pipe. */
export interface Browser {
  /** A page that shares no cookies with others. */
  page(): Promise<Page>;
  stop(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Call = <T>(method: string, parameters?: object, sessionId?: string) => Promise<T>;

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--auth-server-allowlist=localhost',
  '--gssapi-library-name=libgssapi_krb5.so.2',
  '--remote-debugging-pipe',
];

/** Milliseconds that anything of a browser may take on a machine with much to do. */
const patience = 60_000;

/** Starts Chromium; where it has a ticket (KRB5CCNAME of the environment), it is ready to log in with it. `setup.sh` installs it. */
export async function startBrowser(
  environment: Readonly<Record<string, string>>,
  hasTicket: boolean,
): Promise<Browser> {
  const folder = makeScratch('browser');
  const child = spawn(
    '/usr/bin/setpriv',
    ['--pdeathsig', 'TERM', 'chromium', ...flags, `--user-data-dir=${folder}`],
    {
      env: { ...environment, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    },
  );
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('latin1')).slice(-4000);
  });
  const { call, fail } = conversation(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const ended = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      fail(`chromium ${reason}\n${said}`);
      resolve();
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(`ended with ${signal ?? `exit code ${code}`}`));
  });
  const stop = async (): Promise<void> => {
    void call('Browser.close').catch(() => undefined);
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
    dropScratch(folder);
  };
  const page = () => openPage(call);
  try {
    await call('Browser.getVersion');
    if (hasTicket) await warmUp(page);
  } catch (error) {
    await stop();
    throw error;
  }
  return { page, stop };
}

/** Chromium loads the GSSAPI library at its first challenge, and does not answer that one: it is challenged until it answers. */
async function warmUp(page: () => Promise<Page>): Promise<void> {
  const server = createServer(({ headers }, response) => {
    const known = headers.authorization !== undefined;
    response.writeHead(known ? 200 : 401, { 'Content-Type': 'text/plain', 'WWW-Authenticate': 'Negotiate' });
    response.end(known ? 'known' : 'unknown');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    for (const end = Date.now() + patience; ; ) {
      const first = await page();
      await first.open(`http://localhost:${port}/`);
      const said = await first.ask<string>('document.body.textContent');
      await first.close();
      if (said === 'known') return;
      if (Date.now() > end) throw new Error('chromium does not answer challenges with its ticket');
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** DevTools speaks JSON, each message with a NUL behind it. */
function conversation(input: Writable, output: Readable): { call: Call; fail: (reason: string) => void } {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let serial = 0;
  let rest = '';
  let over: string | undefined;
  output.on('data', (chunk: Buffer) => {
    const messages = (rest + chunk.toString('utf8')).split('\0');
    rest = messages.pop() ?? '';
    for (const text of messages) {
      const { id, result, error } = JSON.parse(text) as Message;
      const asked = id === undefined ? undefined : waiting.get(id);
      if (id !== undefined) waiting.delete(id);
      if (error) asked?.reject(new Error(`chromium: ${error.message}`));
      else asked?.resolve(result);
    }
  });
  input.on('error', () => undefined);
  return {
    call: <T>(method: string, parameters: object = {}, sessionId?: string) =>
      new Promise<T>((resolve, reject) => {
        if (over !== undefined) reject(new Error(over));
        const id = ++serial;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        input.write(
          `${JSON.stringify({ id, method, params: parameters, ...(sessionId && { sessionId }) })}\0`,
        );
      }),
    fail: (reason) => {
      over = reason;
      for (const { reject } of waiting.values()) reject(new Error(reason));
      waiting.clear();
    },
  };
}

async function openPage(call: Call): Promise<Page> {
  const { browserContextId } = await call<{ browserContextId: string }>('Target.createBrowserContext');
  const { targetId } = await call<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
    width: 800,
    height: 600,
  });
  const { sessionId } = await call<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const evaluate = async <T>(expression: string): Promise<T | undefined> => {
    const parameters = { expression, returnByValue: true };
    try {
      const { result } = await call<{ result: { value?: T } }>('Runtime.evaluate', parameters, sessionId);
      return result.value ?? undefined;
    } catch {
      // The page is between two documents.
      return undefined;
    }
  };
  const ask = async <T>(expression: string): Promise<T> => {
    for (const end = Date.now() + patience; Date.now() < end; await delay(25)) {
      const value = await evaluate<T>(expression);
      if (value !== undefined) return value;
    }
    throw new Error(
      `the page never told ${expression}: ${await evaluate('document.documentElement.outerHTML')}`,
    );
  };
  return {
    open: async (url) => {
      const { errorText } = await call<{ errorText?: string }>('Page.navigate', { url }, sessionId);
      if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
      await ask(`document.readyState === 'complete' && location.href !== 'about:blank' ? true : undefined`);
    },
    ask,
    picture: async () => {
      const { data } = await call<{ data: string }>('Page.captureScreenshot', { format: 'png' }, sessionId);
      return Buffer.from(data, 'base64');
    },
    close: async () => {
      await call('Target.disposeBrowserContext', { browserContextId });
    },
  };
}
