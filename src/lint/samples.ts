import { compileRegex } from '../ruleset/regex.js';
import type { Host, Section } from '../ruleset/ruleset.js';
import type { Regex } from '../ruleset/text.js';
import { wildcardMatcher } from '../source/wildcard.js';
import { UrlRoots } from './url-roots.js';

/** Paths of requests that a Location covers, the most telling first; none where no such path was found. */
export function locationSamples({ match }: Section): readonly string[] {
  switch (match.kind) {
    case 'prefix': {
      const path = match.prefix === '' ? '/' : match.prefix;
      if (!path.startsWith('/')) return [];
      return path.endsWith('/') ? [`${path}x`] : [path, `${path}/x`];
    }
    case 'wildcard': {
      const sample = wildcardSample(match.pattern);
      return sample.startsWith('/') && wildcardMatcher(match.pattern, { pathname: true })(sample)
        ? [sample]
        : [];
    }
    case 'regex':
      return regexSamples(match.regex);
  }
}

const locationSets = new WeakMap<Host, ReadonlySet<unknown>>();

/** The Locations of a server, made a set once. */
export function locationSet(host: Host): ReadonlySet<unknown> {
  const known = locationSets.get(host) ?? new Set<unknown>(host.locations);
  locationSets.set(host, known);
  return known;
}

/** Paths of requests for files that a Directory covers. */
export function directorySamples(host: Host, { match, files }: Section): readonly string[] {
  if (match.kind === 'regex') return regexSamples(match.regex).flatMap((path) => urlsOf(host, path));
  const folder = match.kind === 'prefix' ? match.prefix : wildcardSample(match.pattern);
  const inside = urlsOf(host, `${folder.replace(/\/+$/, '')}/x`);
  const named = files.flatMap((file) =>
    fileNames(file).flatMap((name) => urlsOf(host, `${folder.replace(/\/+$/, '')}/${name}`)),
  );
  return [...inside, ...named];
}

/** Names of files that a Files section covers. */
export function fileNames({ match }: Section): readonly string[] {
  if (match.kind === 'prefix') return match.prefix.includes('/') ? [] : [match.prefix];
  if (match.kind === 'wildcard') return [wildcardSample(match.pattern)];
  return regexSamples(match.regex, '').filter((name) => !name.includes('/'));
}

/** The URL paths that lead to a file: below DocumentRoot or an Alias. A folder above them stands for what they hold. */
function urlsOf(host: Host, file: string): readonly string[] {
  const known = rootsOfHosts.get(host) ?? new UrlRoots(host);
  rootsOfHosts.set(host, known);
  return known.urlsOf(file);
}

const rootsOfHosts = new WeakMap<Host, UrlRoots>();

/** A text that a wildcard pattern matches in most cases. */
function wildcardSample(pattern: string): string {
  return pattern
    .replace(/\\(.)/g, '$1')
    .replace(/\[!?(.)[^\]]*\]/g, '$1')
    .replace(/[*?]/g, 'x');
}

/** Texts that a pattern matches, made of the pattern itself, tried before they are given; none that `unfit` matches. */
export function regexSamples(regex: Regex, start = '/', unfit = /[\s?#]/): readonly string[] {
  const compiled = compileRegex(regex);
  const body = textOf(regex.pattern);
  const tries = body.startsWith(start)
    ? [body]
    : [`${start}${body}`, `${start}x${body}`, `${start}x/${body}`];
  try {
    return tries.filter((each) => each !== '' && !unfit.test(each) && compiled.test(each)).slice(0, 1);
  } catch {
    return [];
  }
}

const classes: Readonly<Record<string, string>> = { d: '1', w: 'x', s: ' ', D: 'x', W: '-', S: 'x' };

/** The first alternative of everything, repeated as seldom as it may. */
function textOf(pattern: string): string {
  let text = '';
  let at = 0;
  const pieces: string[] = [];
  const closeGroup = (): void => {
    const outer = pieces.pop() ?? '';
    text = outer + text;
  };
  while (at < pattern.length) {
    const char = pattern[at]!;
    const [unit, next] = unitAt(pattern, at);
    at = next;
    if (char === '(' && /^\?<?!/.test(pattern.slice(at, at + 3))) {
      // What must not stand there is left out.
      at = endOfGroup(pattern, at) + 1;
    } else if (char === '(') {
      pieces.push(text);
      text = '';
      at = afterGroupHead(pattern, at);
    } else if (char === ')') {
      const quantifier = pattern[at];
      if (quantifier === '?' || quantifier === '*') text = '';
      at = afterQuantifier(pattern, at);
      closeGroup();
    } else if (char === '|') {
      at = pieces.length === 0 ? pattern.length : endOfGroup(pattern, at);
    } else {
      const times = /^[?*]/.test(pattern.slice(at, at + 1)) ? 0 : repeatsAt(pattern, at);
      at = afterQuantifier(pattern, at);
      text += unit.repeat(times);
    }
  }
  while (pieces.length > 0) closeGroup();
  return text;
}

/** One character's worth of a pattern, and where the next begins. */
function unitAt(pattern: string, at: number): readonly [string, number] {
  const char = pattern[at]!;
  if (char === '\\') {
    const escaped = pattern[at + 1] ?? '';
    return [classes[escaped] ?? (/[A-Za-z]/.test(escaped) ? '' : escaped), at + 2];
  }
  if (char === '[') {
    const end = pattern.indexOf(']', at + 2);
    const inside = pattern.slice(at + 1, end === -1 ? undefined : end);
    const sample = inside.startsWith('^') ? 'x' : (inside.replace(/^\\/, '')[0] ?? '');
    return [sample, end === -1 ? pattern.length : end + 1];
  }
  if (char === '^' || char === '$') return ['', at + 1];
  return [char === '.' ? 'x' : char, at + 1];
}

const afterGroupHead = (pattern: string, at: number): number =>
  at + (/^\?(?:<?[!=]|[a-zA-Z-]*:|P?<\w+>|'\w+')/.exec(pattern.slice(at, at + 60))?.[0].length ?? 0);

/** How often a quantifier wants something at least; bounded, as a longer path stands for no request. */
const repeatsAt = (pattern: string, at: number): number =>
  Math.min(Number(/^\{(\d{1,3})/.exec(pattern.slice(at, at + 5))?.[1] ?? 1), 64);

const afterQuantifier = (pattern: string, at: number): number =>
  at + (/^(?:[?*+]|\{\d+(?:,\d*)?\})[?+]?/.exec(pattern.slice(at, at + 20))?.[0].length ?? 0);

function endOfGroup(pattern: string, from: number): number {
  let depth = 0;
  for (let at = from; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === '(') depth += 1;
    else if (pattern[at] === ')') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return pattern.length;
}
