import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { compiled } from './project.js';

/** How a client presents NTLM: by itself (scheme NTLM, or Negotiate as Windows does), or within SPNEGO. */
export type NtlmWrapping = 'ntlmssp' | 'spnego';

/** What the client sends next, as base64; `complete` when it needs no more of the server's tokens. */
export interface NtlmLeg {
  readonly token: string;
  readonly complete: boolean;
}

/** One login: the first message, and the answers to the server's. */
export interface NtlmLogin {
  readonly first: NtlmLeg;
  /** The message for a token of the server, as base64; throws in the mechanism's words. */
  answer(token: string): Promise<NtlmLeg>;
}

/** A client of NTLM through gss-ntlmssp, in a process of its own. */
export interface NtlmClient {
  begin(wrapping: NtlmWrapping): Promise<NtlmLogin>;
  stop(): Promise<void>;
}

/** An order to the client's process, and what it says to it. */
export interface NtlmOrder {
  readonly wrapping: NtlmWrapping;
  readonly login: number;
  /** The server's token; absent for the first message. */
  readonly token?: string;
}
export type NtlmAnswer = NtlmLeg | { readonly error: string };

/** The user that `writeNtlmUsers` writes, as NTLM names it; GSS-API shows it in this form. */
export const ntlmUser = { name: 'ntlm-alice', domain: 'NTLM', password: 'ntlm-pw' } as const;

/** Writes a file of passwords for gss-ntlmssp, for clients and servers (NTLM_USER_FILE), and returns its path. */
export function writeNtlmUsers(folder: string, password: string = ntlmUser.password): string {
  const file = join(folder, `ntlm-users-${password}`);
  writeFileSync(file, `${ntlmUser.domain}:${ntlmUser.name}:${password}\n`, { mode: 0o644 });
  return file;
}

/** Without a realm, so that Kerberos does not come first. */
const environment = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  KRB5_CONFIG: '/dev/null',
  KRB5CCNAME: 'MEMORY:none',
};

/** Starts the client's process with the users of a file. */
export function startNtlmClient(userFile: string, service = 'HTTP@localhost'): NtlmClient {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [compiled('test/kit/ntlm-process.js'), ntlmUser.name, ntlmUser.domain, service],
    { env: { ...environment, NTLM_USER_FILE: userFile }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const waiting: ((answer: NtlmAnswer) => void)[] = [];
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void gone.then(() => {
    for (const resolve of waiting.splice(0)) resolve({ error: 'the NTLM client ended' });
  });
  createInterface({ input: child.stdout }).on('line', (line) =>
    waiting.shift()?.(JSON.parse(line) as NtlmAnswer),
  );
  const ask = async (order: NtlmOrder): Promise<NtlmLeg> => {
    const answer = await new Promise<NtlmAnswer>((resolve) => {
      waiting.push(resolve);
      child.stdin.write(`${JSON.stringify(order)}\n`);
    });
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  };
  let logins = 0;
  return {
    begin: async (wrapping) => {
      const login = logins++;
      const first = await ask({ wrapping, login });
      return { first, answer: (token) => ask({ wrapping, login, token }) };
    },
    stop: () => {
      child.stdin.end();
      return gone;
    },
  };
}
