import { basename } from 'node:path';
import { type Configuration, withFile } from './configuration.js';
import { withoutLine } from './lines.js';
import type { Place } from './place.js';
import { askApache, askOurs } from './servers.js';
import { type Difference, differenceOf, isBefore, type Verdict } from './verdict.js';

/** A configuration on which the two say different things. */
export interface Finding {
  readonly configuration: Configuration;
  readonly difference: Difference;
  readonly apache: Verdict;
  readonly ours: Verdict;
}

/** What a comparison found, and how often the two were asked. */
export interface Compared {
  readonly findings: readonly Finding[];
  readonly asked: number;
}

/** httpd stops at the first error; so many lines are taken away to see the next ones. */
const rounds = 10;

/** Asks both about one configuration as it is. */
export async function compareOnce(place: Place, configuration: Configuration): Promise<Finding | undefined> {
  const { difference, apache, ours } = await ask(place, configuration);
  return difference && { configuration, difference, apache, ours };
}

/** Asks both, takes away the line that is refused first, and asks again until the configuration is taken. */
export async function compare(place: Place, configuration: Configuration): Promise<Compared> {
  const findings: Finding[] = [];
  let current: Configuration | undefined = configuration;
  let asked = 0;
  while (current && asked < rounds) {
    const answer = await ask(place, current);
    asked += 1;
    if (answer.difference)
      findings.push({ configuration: current, ...answer, difference: answer.difference });
    current = peeled(current, isBefore(answer.ours, answer.apache) ? answer.ours : answer.apache);
  }
  return { findings, asked };
}

async function ask(place: Place, configuration: Configuration) {
  place.write(configuration);
  const asking = askApache(place, configuration);
  const ours = askOurs(place, configuration);
  const apache = await asking;
  return { apache, ours, difference: differenceOf(apache, ours) };
}

/** The configuration without the line that is refused, if it is in one of its own files. */
function peeled(configuration: Configuration, verdict: Verdict): Configuration | undefined {
  if (verdict.kind === 'accepted' || verdict.form === 'whole') return undefined;
  const name = basename(verdict.file);
  const text = configuration.files[name];
  const left = text === undefined ? undefined : withoutLine(text, verdict.line);
  return left === undefined || left === text ? undefined : withFile(configuration, name, left);
}
