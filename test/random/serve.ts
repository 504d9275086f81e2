import { createHash } from 'node:crypto';
import { type FixtureRun, type Outcome, startRun } from '../conformance/runner.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';
import type { Site } from '../kit/site.js';
import type { Case } from './case.js';
import { commonLines, extraModules, oldStyle } from './common.js';
import { elementPages } from './pages.js';
import { line, type Part, render, section } from './part.js';

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
  const filled = request.headers.map(
    ([field, value]) => [field, value.replaceAll('{NAME}', each.name)] as const,
  );
  const isNamed = filled.some(([field]) => field === 'Host');
  return { ...request, headers: isNamed ? filled : [['Host', `${each.name}.test`], ...filled] };
}

/** The cases as one configuration with the files they need. */
export function fixtureOf(cases: readonly Case[]): Fixture {
  const files: Record<string, string> = { 'common/users': commonUsers };
  for (const each of cases) {
    for (const [name, text] of Object.entries(usualFiles)) files[`${each.name}/${name}`] = text;
    for (const [folder, parts] of Object.entries(each.folders))
      files[`${each.name}/${folder}/.htaccess`] = located(each, parts);
  }
  return {
    name: cases[0]!.name,
    configuration: [...commonLines.map((each) => `${each}\n`), ...cases.map(hostOf)].join(''),
    servers: ['apache', 'kerbgate'],
    modules: [...extraModules, ...(cases.some(isOldStyle) ? ['allowmethods'] : [])],
    files,
    requests: [],
  };
}

function hostOf(each: Case): string {
  const names = [`ServerName ${each.name}.test`, 'ServerAlias *.{NAME}.test other-{NAME}.test'];
  const named = [...names.map(line), ...each.parts];
  return located(each, [section('VirtualHost *:{PORT}', named)]);
}

function located({ name }: Case, parts: readonly Part[]): string {
  return render(parts).replaceAll('{SITE}', `{FILES}/${name}`).replaceAll('{NAME}', name);
}

const hash = (password: string): string => `{SHA}${createHash('sha1').update(password).digest('base64')}`;

/** Whether a module is wanted that changes how all virtual hosts work. */
export const isOldStyle = (each: Case): boolean => render(each.parts).includes(oldStyle);

const commonUsers = `alice:${hash('alice-file')}\ncarol:${hash('carol-file')}\n`;

const usualFiles: Readonly<Record<string, string>> = {
  'index.html': '<p>home\n',
  'page.html': '<p>page\n',
  'data.txt': 'data\n',
  'a/index.html': '<p>a\n',
  'a/page.html': '<p>a page\n',
  'a/b/page.html': '<p>a b page\n',
  'a/note.bak': 'old\n',
  ...elementPages,
  users: ['alice', 'bob', 'alice@EXAMPLE.TEST']
    .map((user) => `${user}:${hash(`${user.split('@')[0]}-file`)}\n`)
    .join(''),
  groups: 'staff: alice\nguests: bob alice@EXAMPLE.TEST\n',
};
