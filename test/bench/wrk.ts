import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What wrk is told to send. */
export interface Load {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly connections: number;
  /** A Lua script, when one fixed request is not enough. */
  readonly script?: string;
}

/** What wrk measured. */
export interface Measured {
  readonly requestsPerSecond: number;
  readonly requests: number;
  /** Connections that failed or timed out; a number above 0 makes the rate doubtful. */
  readonly socketErrors: number;
  /** Answers other than 2xx and 3xx; right where a challenge is measured, wrong elsewhere. */
  readonly refusals: number;
}

/** Puts load on a server with two threads of wrk. */
export async function measure(load: Load): Promise<Measured> {
  const headers = Object.entries(load.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const script = load.script === undefined ? [] : ['-s', load.script];
  const size = ['-t2', `-c${load.connections}`, `-d${load.seconds}s`];
  const { stdout } = await run('wrk', [
    ...size,
    ...headers,
    ...script,
    `http://127.0.0.1:${load.port}${load.path}`,
  ]);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0);
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout);
  if (rate === undefined) throw new Error(`wrk said nothing of a rate:\n${stdout}`);
  const socketErrors = (errors?.slice(1) ?? []).reduce((sum, count) => sum + Number(count), 0);
  const refusals = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  return { requestsPerSecond: Number(rate), requests, socketErrors, refusals };
}

/** Writes a script that sends the next of many tokens with each request, each thread from its own place in the list. */
export function writeTokenScript(folder: string, tokens: readonly string[]): string {
  const list = join(folder, 'tokens.txt');
  const script = join(folder, 'tokens.lua');
  writeFileSync(list, `${tokens.join('\n')}\n`);
  writeFileSync(
    script,
    `local threads = 0
function setup(thread) thread:set('place', threads); threads = threads + 1 end
local requests, next_one = {}, 0
function init()
  for token in io.lines('${list}') do
    requests[#requests + 1] = wrk.format('GET', nil, { Host = 'localhost', Authorization = 'Negotiate ' .. token })
  end
  next_one = math.floor(place * #requests / 2)
end
function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end
`,
  );
  return script;
}
