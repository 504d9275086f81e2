import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One step of the story: a curl command, and what its answer must hold. */
export interface Step {
  readonly title: string;
  readonly curl: readonly string[];
  readonly status: number;
  readonly holds: readonly RegExp[];
  readonly lacks: readonly RegExp[];
}

/** The story of optional Kerberos: form without a ticket, name with one, and POST for the application. */
export function storyFor(url: string): readonly Step[] {
  return [
    {
      title: 'Without a ticket: the logon form under the same URL, with 401 and the offer to negotiate',
      curl: [url],
      status: 401,
      holds: [/^WWW-Authenticate: Negotiate\r$/im, /<form method="post"/],
      lacks: [],
    },
    {
      title: 'With a ticket: the application learns the user',
      curl: ['--negotiate', '-u', ':', url],
      status: 200,
      holds: [/Hello alice@EXAMPLE\.TEST, you logged in with Kerberos/],
      lacks: [/<form/],
    },
    {
      title: 'The form is posted: it reaches the application without Kerberos',
      curl: ['-d', 'user=carol&password=secret', url],
      status: 200,
      holds: [/Hello carol, you logged in with the form/],
      lacks: [/^WWW-Authenticate/im],
    },
    {
      title: 'A client that names itself in X-Remote-User: it is not believed',
      curl: ['-H', 'X-Remote-User: mallory', url],
      status: 401,
      holds: [/<form method="post"/],
      lacks: [/mallory/],
    },
  ];
}

/** Runs one step and returns its answer; throws with command and answer when it is not as it must be. */
export async function runStep(step: Step, environment: Readonly<Record<string, string>>): Promise<string> {
  const args = ['-s', '-S', '-i', '--max-time', '20', ...step.curl];
  const { stdout } = await run('curl', args, { env: { ...environment } });
  // curl prints the 401 that starts a negotiation too; the last answer counts.
  const answer = stdout.slice(Math.max(0, stdout.lastIndexOf('HTTP/1.1 ')));
  const wrong = complaints(step, answer);
  if (wrong.length > 0) throw new Error(`${commandLine(step)}\n${wrong.join('\n')}\n--- answer\n${stdout}`);
  return answer;
}

function complaints(step: Step, answer: string): readonly string[] {
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
  return [
    ...(status === step.status ? [] : [`expected status ${step.status}, got ${status}`]),
    ...step.holds
      .filter((pattern) => !pattern.test(answer))
      .map((pattern) => `expected ${pattern} in the answer`),
    ...step.lacks
      .filter((pattern) => pattern.test(answer))
      .map((pattern) => `did not expect ${pattern} in the answer`),
  ];
}

/** The step's command as one would type it. */
export function commandLine(step: Step): string {
  const words = step.curl.map((word) => (/^[\w./:=-]+$/.test(word) ? word : `'${word}'`));
  return `curl -i ${words.join(' ')}`;
}
