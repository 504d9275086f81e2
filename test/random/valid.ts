import type { ApacheCheck } from '../kit/apache-check.js';
import { fillPlaceholders } from '../kit/site.js';
import type { Case } from './case.js';
import { commonLines } from './common.js';
import { type Part, render, section } from './part.js';

/** The case without the parts that Apache refuses: what is wrong where is compared elsewhere. */
export async function validCase(each: Case, check: ApacheCheck): Promise<Case> {
  const parts = await validParts(each.parts, [], check);
  const folders: Record<string, readonly Part[]> = {};
  for (const [folder, inner] of Object.entries(each.folders))
    folders[folder] = await validParts(inner, ['Directory /tmp'], check);
  return { ...each, parts, folders };
}

/** `around`: sections inside of the virtual host in which they stand. */
async function validParts(
  all: readonly Part[],
  around: readonly string[],
  check: ApacheCheck,
): Promise<readonly Part[]> {
  for (let parts = all; ; ) {
    const wrong = await firstRefused(parts, around, check);
    if (wrong === undefined) return parts;
    parts = wrong;
  }
}

/** The parts without the refused one; `undefined` when Apache takes all of them. */
async function firstRefused(
  parts: readonly Part[],
  around: readonly string[],
  check: ApacheCheck,
): Promise<readonly Part[] | undefined> {
  const placed = around.reduce((inner, text) => [section(text, inner)], parts);
  const text = `${commonLines.join('\n')}\n${render([section('VirtualHost *:80', placed)])}`;
  const told = await check(fillPlaceholders(text.replaceAll('{NAME}', 'name'), nowhere));
  if (/^Syntax OK$/m.test(told)) return undefined;
  const line = Number(/error on line (\d+) of FILE/.exec(told)?.[1] ?? Number.NaN);
  const left = Number.isNaN(line)
    ? withoutContainers(parts)
    : withoutLine(parts, line - 1 - around.length - commonLines.length);
  if (render(left) === render(parts))
    throw new Error(`Apache refuses what is left:\n${told}\n${render(parts)}`);
  return left;
}

/** Values that make the text readable; what they lead to does not matter. */
const nowhere = {
  SITE: '/tmp',
  CGI: '/tmp',
  KEYTAB: '/tmp/keytab',
  UPSTREAM: '80',
  SESSION_KEY: 'A'.repeat(43) + '=',
  FILES: '/tmp',
  PORT: '80',
};

/** Takes the part away whose first line is that one, or the section that is not finished there. */
function withoutLine(parts: readonly Part[], wanted: number): readonly Part[] {
  const left: Part[] = [];
  let at = 1;
  for (const part of parts) {
    const length = render([part]).split('\n').length - 1;
    const inside = wanted > at && wanted < at + length - 1;
    if (inside && part.parts) left.push({ ...part, parts: withoutLine(part.parts, wanted - at) });
    else if (wanted < at || wanted > at + length - 1) left.push(part);
    at += length;
  }
  return left;
}

/** Containers that let nobody in are told about without their place. */
function withoutContainers(parts: readonly Part[]): readonly Part[] {
  return parts
    .filter(({ text }) => !/^Require(?:All|None)/.test(text))
    .map((part) => (part.parts ? { ...part, parts: withoutContainers(part.parts) } : part));
}
