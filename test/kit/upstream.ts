import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** An application behind the servers that answers with what it was sent. */
export interface Upstream {
  readonly port: number;
  stop(): Promise<void>;
}

/** What the application saw of a request, as its JSON answer. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Starts the application on a free port of 127.0.0.1. Paths decide what else it does; see `special`. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => void answerRequest(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, stop: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Answers one request to the application; `more` is told along. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const special = specials[(request.url ?? '').replace(/\?.*$/, '').split('/').at(-1) ?? ''];
  if (special !== undefined) {
    special(response);
    return;
  }
  const seen: SeenRequest = {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: pairs(request.rawHeaders),
    body: Buffer.concat(chunks).toString('latin1'),
  };
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ ...seen, ...more }));
}

function pairs(raw: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let index = 0; index < raw.length; index += 2) result.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return result;
}

/** Answers by the last part of the path, for what an application may do besides echoing. */
const specials: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  'not-found': (response) => response.writeHead(404, { 'Content-Type': 'text/plain' }).end('no such page\n'),
  unauthorized: (response) =>
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="application"' }).end('log in here\n'),
  redirect: (response) => response.writeHead(302, { Location: '/app/elsewhere' }).end(),
  cookies: (response) =>
    response.writeHead(200, { 'Set-Cookie': ['a=1; Path=/', 'b=2'] }).end('two cookies\n'),
  'no-content': (response) => response.writeHead(204).end(),
  hang: () => undefined,
  dies: (response) => response.destroy(),
  breaks: (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 100 });
    response.write('only a part', () => response.destroy());
  },
  garbage: (response) => response.socket?.end('this is not HTTP\r\n\r\n'),
  chunks: (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.write('one ');
    response.end('two\n');
  },
};
