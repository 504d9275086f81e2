import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at, first, type Judge } from './judge.js';
import { parseUri } from './uri.js';

const enable: ArgumentCheck = (input, [provider = '', url]) => {
  const { place, home } = input;
  if (provider.startsWith('/'))
    return at(input, 0, `provider (${provider}) starts with a '/'.  Are url and provider switched?`);
  if (place !== 'section')
    return url === undefined
      ? { problem: `CacheEnable provider (${provider}) is missing an URL.` }
      : undefined;
  if (url === undefined || url.startsWith(home.path ?? '')) return undefined;
  return at(input, 1, 'When in a Location, CacheEnable must specify a path or an URL below that location.');
};

const disable: ArgumentCheck = (input, [url = '']) => {
  if (input.place === 'section')
    return url.toLowerCase() === 'on'
      ? undefined
      : at(input, 0, "CacheDisable must be followed by the word 'on' when in a Location.");
  return url.startsWith('/') || url.includes(':')
    ? undefined
    : at(input, 0, 'CacheDisable must specify a path or an URL.');
};

/** As `sscanf` reads `%lg`, which also takes the beginning of an exponent. */
const float = /^\s*[+-]?(?:inf|nan|0x(?:\.?[\da-f])|(?!0x)(?:\d|\.\d))/i;

const factor: Judge = (value) =>
  float.test(value) ? undefined : 'CacheLastModifiedFactor value must be a float';

const baseUrl: Judge = (value) => {
  const parsed = parseUri(value);
  if (!parsed) return `Could not parse '${value}' as an URL.`;
  return parsed.scheme === undefined && parsed.host === undefined
    ? `URL '${value}' must contain at least one of a scheme, a hostname or a port.`
    : undefined;
};

/** What mod_cache refuses. */
export const cacheChecks: ModuleChecks = {
  CacheEnable: enable,
  CacheDisable: disable,
  CacheLastModifiedFactor: first(factor),
  CacheLockMaxAge: first((value) => {
    const problem = 'CacheLockMaxAge value must be a non-zero positive integer';
    return /^\s*\+?0*[1-9]/.test(value) ? undefined : problem;
  }),
  CacheKeyBaseURL: first(baseUrl),
};
