import { createHash } from 'node:crypto';
import { type FixtureRun, type Outcome, startRun } from '../conformance/runner.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';
import type { Site } from '../kit/site.js';
import type { Case } from './case.js';
import { type Part, render, section } from './part.js';

/** A request that the two servers answered differently, or a case that one of them does not serve. */
export interface Finding {
  readonly case: Case;
  readonly problems: readonly string[];
  readonly report: string;
}

/** Serves some cases together, each as a virtual host of its own name, and tells which answers differ. */
export async function compareCases(site: Site, cases: readonly Case[]): Promise<readonly Finding[]> {
  const fixture = fixtureOf(cases);
  const run = await startRun(site, fixture, ['apache', 'kerbgate']).catch((error: unknown) => String(error));
  if (typeof run === 'string') return unserved(site, cases, run);
  try {
    const findings: Finding[] = [];
    for (const each of cases) findings.push(...(await ask(run, each)));
    return findings;
  } finally {
    await run.stop();
  }
}

async function ask(run: FixtureRun, each: Case): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const request of each.requests) {
    const outcome = await run.send(addressed(each, request));
    if (outcome.problems.length > 0) findings.push(finding(each, request, outcome, run));
  }
  return findings;
}

function finding(each: Case, request: RequestLine, outcome: Outcome, run: FixtureRun): Finding {
  const one = { ...each, requests: [request] };
  const told = run
    .report(outcome)
    .replace(/^--- configuration\n.*?^(?=--- )/ms, () => `--- configuration\n${hostOf(each)}`);
  return { case: one, problems: outcome.problems, report: `${request.text}\n${told}` };
}

/** One of several cases that cannot be served hides the others: they are tried by halves. */
async function unserved(site: Site, cases: readonly Case[], error: string): Promise<readonly Finding[]> {
  if (cases.length === 1)
    return [{ case: cases[0]!, problems: [`start: ${firstError(error)}`], report: error }];
  const half = Math.ceil(cases.length / 2);
  const [first, second] = [cases.slice(0, half), cases.slice(half)];
  return [...(await compareCases(site, first)), ...(await compareCases(site, second))];
}

function firstError(error: string): string {
  return /error: .*/.exec(error)?.[0] ?? error.split('\n', 1)[0]!;
}

function addressed(each: Case, request: RequestLine): RequestLine {
  return { ...request, headers: [['Host', `${each.name}.test`], ...request.headers] };
}

/** The cases as one configuration with the files they need. */
export function fixtureOf(cases: readonly Case[]): Fixture {
  const files: Record<string, string> = {};
  for (const each of cases) {
    for (const [name, text] of Object.entries(usualFiles)) files[`${each.name}/${name}`] = text;
    for (const [folder, parts] of Object.entries(each.folders))
      files[`${each.name}/${folder}/.htaccess`] = located(each, parts);
  }
  return {
    name: cases[0]!.name,
    configuration: ['DocumentRoot {FILES}\n', ...cases.map(hostOf)].join(''),
    servers: ['apache', 'kerbgate'],
    modules: ['authn_anon', 'allowmethods'],
    files,
    requests: [],
  };
}

function hostOf(each: Case): string {
  const named = [{ text: `ServerName ${each.name}.test` }, ...each.parts];
  return located(each, [section('VirtualHost *:{PORT}', named)]);
}

function located({ name }: Case, parts: readonly Part[]): string {
  return render(parts).replaceAll('{SITE}', `{FILES}/${name}`);
}

const hash = (password: string): string => `{SHA}${createHash('sha1').update(password).digest('base64')}`;

const usualFiles: Readonly<Record<string, string>> = {
  'index.html': '<p>home\n',
  'page.html': '<p>page\n',
  'data.txt': 'data\n',
  'a/index.html': '<p>a\n',
  'a/page.html': '<p>a page\n',
  'a/b/page.html': '<p>a b page\n',
  'a/note.bak': 'old\n',
  users: ['alice', 'bob', 'alice@EXAMPLE.TEST']
    .map((user) => `${user}:${hash(`${user.split('@')[0]}-file`)}\n`)
    .join(''),
  groups: 'staff: alice\nguests: bob alice@EXAMPLE.TEST\n',
};
