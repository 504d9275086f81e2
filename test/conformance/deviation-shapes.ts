import { type ComparableAnswer, differences } from '../kit/compare.js';
import type { RequestLine } from '../kit/fixture.js';

/** Whether a request is for another name than the one that its TLS connection began with. */
export function namesAnother({ headers, tls = '' }: RequestLine): boolean {
  const host = headers.find(([name]) => name === 'Host')?.[1];
  return host !== undefined && !tls.split(' ').includes(`sni=${host}`);
}

/** The challenges of an answer, in order: those of a server or of a proxy. */
export function challengesOf(answer: ComparableAnswer): readonly string[] {
  return [...(answer.headers['www-authenticate'] ?? []), ...(answer.headers['proxy-authenticate'] ?? [])];
}

/** Whether Apache ended the connection without an answer. */
export function brokeOff(apache: ComparableAnswer | undefined): boolean {
  return apache?.status === 0 && apache.failure !== 'timeout';
}

/** Whether Vary alone differs, and names less. */
export function onlyLessVary(apache: ComparableAnswer, kerbgate: ComparableAnswer): boolean {
  const without = ({ status, headers, body, environment }: ComparableAnswer): string =>
    JSON.stringify([status, { ...headers, vary: [] }, body, environment]);
  const [more, less] = [apache, kerbgate].map(({ headers }) => headers.vary?.[0]?.split(',') ?? []);
  return (
    without(apache) === without(kerbgate) &&
    less!.length < more!.length &&
    less!.every((name) => more!.includes(name))
  );
}

/** Whether nothing differs but what `names` match: names of response fields, or `CGI` and a variable. */
export function onlyDiffersIn(
  names: RegExp,
  apache: ComparableAnswer | undefined,
  kerbgate: ComparableAnswer,
): boolean {
  if (apache === undefined) return false;
  return differences(apache, kerbgate).every((text) => names.test(text.slice(0, text.indexOf(':'))));
}
