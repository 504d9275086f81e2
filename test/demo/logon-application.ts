import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { freePort } from '../kit/scratch.js';

/** A small application with a logon form of its own, as it may stand behind kerbgate. */
export interface LogonApplication {
  readonly port: number;
  stop(): void;
}

/** Starts the application: it trusts X-Remote-User, because kerbgate alone sets it. */
export async function startLogonApplication(): Promise<LogonApplication> {
  const port = await freePort();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const user = request.headers['x-remote-user'];
  const remote = typeof user === 'string' ? user : '';
  if (request.method === 'POST') return greet(response, fields.get('user') ?? '', 'the form');
  if (remote !== '') return greet(response, remote, 'Kerberos');
  send(response, 401, 'Log in', form);
}

const form = `<form method="post" action="/app/login">
  <p><label>User <input name="user"></label></p>
  <p><label>Password <input name="password" type="password"></label></p>
  <p><button>Log in</button></p>
</form>`;

function greet(response: ServerResponse, user: string, how: string): void {
  send(response, 200, 'Welcome', `<p>Hello ${escapeText(user)}, you logged in with ${how}.</p>`);
}

/** The form is sent with 401: a proxied error page keeps the status of the application, as in Apache. */
function send(response: ServerResponse, status: number, title: string, content: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`<!DOCTYPE html>\n<title>${title}</title>\n<h1>${title}</h1>\n${content}\n`);
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
