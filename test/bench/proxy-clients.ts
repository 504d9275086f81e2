/**
 * Measures the HTTP clients that plain proxying could be built on, under the load the gateway has: two worker
 * processes, kept connections on both sides, a small body, loopback. Needs `wrk`. Prints requests/s per client:
 * `node dist/test/bench/proxy-clients.js [seconds] [client ...]`.
 */
import { execFileSync, fork } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import httpProxy from 'http-proxy-3';
import { Pool } from 'undici';

type Forward = (request: IncomingMessage, response: ServerResponse) => void;
type ClientName = keyof typeof clients;

/** Given to the gateway process by the measuring one. */
const upstreamPort = Number(process.env.UPSTREAM_PORT);
const origin = `http://127.0.0.1:${upstreamPort}`;
const body = 'hello from the application\n';
const answer = `HTTP/1.1 200 OK\r\nServer: app\r\nContent-Type: text/plain\r\nX-App: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Request header pairs without the hop-by-hop ones, as any client here has to send them. */
function forwarded(request: IncomingMessage): string[] {
  const fields: string[] = [];
  const raw = request.rawHeaders;
  for (let at = 0; at < raw.length; at += 2) {
    if (!/^(connection|keep-alive|host)$/i.test(raw[at]!)) fields.push(raw[at]!, raw[at + 1]!);
  }
  return fields;
}

function latin1Fields(raw: readonly Buffer[]): string[] {
  const fields: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toString('latin1');
    if (!/^(connection|keep-alive|transfer-encoding)$/i.test(name))
      fields.push(name, raw[at + 1]!.toString('latin1'));
  }
  return fields;
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(502).end();
}

function viaDispatch(): Forward {
  const pool = new Pool(origin, { connections: 128, pipelining: 1 });
  return (request, response) => {
    pool.dispatch(
      { path: request.url!, method: request.method as 'GET', headers: forwarded(request), body: null },
      {
        onConnect() {},
        onHeaders(status, raw) {
          response.writeHead(status, latin1Fields(raw));
          return true;
        },
        onData: (chunk) => response.write(chunk),
        onComplete: () => void response.end(),
        onError: () => fail(response),
      },
    );
  };
}

function viaController(): Forward {
  const pool = new Pool(origin, { connections: 128, pipelining: 1 });
  return (request, response) => {
    pool.dispatch(
      { path: request.url!, method: request.method as 'GET', headers: forwarded(request), body: null },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, headers) {
          delete headers.connection;
          delete headers['transfer-encoding'];
          response.writeHead(status, headers);
        },
        onResponseData: (_controller, chunk) => void response.write(chunk),
        onResponseEnd: () => void response.end(),
        onResponseError: () => fail(response),
      },
    );
  };
}

function viaStream(): Forward {
  const pool = new Pool(origin, { connections: 128, pipelining: 1 });
  return (request, response) => {
    pool
      .stream(
        { path: request.url!, method: 'GET', headers: forwarded(request) },
        ({ statusCode, headers }) => {
          delete headers.connection;
          delete headers['transfer-encoding'];
          return response.writeHead(statusCode, headers);
        },
      )
      .catch(() => fail(response));
  };
}

function viaPipeline(): Forward {
  const pool = new Pool(origin, { connections: 128, pipelining: 1 });
  return (request, response) => {
    const duplex = pool.pipeline(
      { path: request.url!, method: 'GET', headers: forwarded(request) },
      ({ statusCode, headers, body: content }) => {
        delete headers.connection;
        delete headers['transfer-encoding'];
        response.writeHead(statusCode, headers);
        return content;
      },
    );
    duplex.on('error', () => fail(response));
    request.pipe(duplex).pipe(response);
  };
}

function viaNodeHttp(): Forward {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
  return (request, response) => {
    const options = { agent, host: '127.0.0.1', port: upstreamPort, path: request.url!, method: 'GET' };
    const outgoing = http.request(
      { ...options, headers: ['Host', 'a', ...forwarded(request)] },
      (incoming) => {
        response.writeHead(incoming.statusCode!, incoming.headers);
        incoming.pipe(response);
      },
    );
    outgoing.on('error', () => fail(response));
    outgoing.end();
  };
}

function viaHttpProxy(): Forward {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
  const proxy = httpProxy.createProxyServer({ target: origin, agent });
  proxy.on('error', (_error, _request, response) => fail(response as ServerResponse));
  return (request, response) => proxy.web(request, response);
}

/** The bound: no upstream at all. */
function none(): Forward {
  return (_request, response) => {
    response.writeHead(200, ['Content-Type', 'text/plain', 'Content-Length', String(body.length)]);
    response.end(body);
  };
}

const clients = {
  none,
  'undici dispatch, raw headers': viaDispatch,
  'undici dispatch, controller': viaController,
  'undici stream': viaStream,
  'undici pipeline': viaPipeline,
  'node:http': viaNodeHttp,
  'http-proxy-3': viaHttpProxy,
};

function serveUpstream(): void {
  const server = net.createServer((socket) => {
    let pending = '';
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const requests = (pending + chunk.toString('latin1')).split('\r\n\r\n');
      pending = requests.pop()!;
      socket.write(answer.repeat(requests.length));
    });
  });
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
}

function serveGateway(name: ClientName): void {
  if (cluster.isPrimary) {
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    let listening = 0;
    cluster.on('listening', (_worker, { port }) => {
      listening += 1;
      if (listening === 2) process.send!(port);
    });
    process.once('disconnect', () => process.exit());
    cluster.fork();
    cluster.fork();
    return;
  }
  const forward = clients[name]();
  http.createServer(forward).listen(0, '127.0.0.1');
}

function load(port: number, seconds: number): string {
  const url = `http://127.0.0.1:${port}/app/page?x=1`;
  return execFileSync('wrk', ['-t2', '-c64', `-d${seconds}s`, url], { encoding: 'utf8' });
}

async function measure(name: string, seconds: number, upstream: number): Promise<string> {
  const env = { ...process.env, UPSTREAM_PORT: String(upstream) };
  const gateway = fork(fileURLToPath(import.meta.url), ['gateway', name], { env });
  const [port] = await once(gateway, 'message');
  load(port, 1);
  const report = load(port, seconds);
  gateway.disconnect();
  await once(gateway, 'exit');
  const figure = Math.round(Number(/Requests\/sec:\s+([\d.]+)/.exec(report)![1]));
  const failures = /Non-2xx.*|Socket errors.*/.exec(report);
  return failures ? `${figure} requests/s, with failures: ${failures[0]}` : `${figure} requests/s`;
}

async function main(seconds: number, names: readonly string[]): Promise<void> {
  const upstream = fork(fileURLToPath(import.meta.url), ['upstream']);
  const [port] = await once(upstream, 'message');
  for (const name of names) console.log(`${name.padEnd(30)} ${await measure(name, seconds, port)}`);
  upstream.kill();
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'upstream') serveUpstream();
else if (first === 'gateway') serveGateway(rest[0] as ClientName);
else await main(Number(first ?? 5), rest.length > 0 ? rest : Object.keys(clients));
