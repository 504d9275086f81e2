import type { To } from './lowering.js';

/** Filters whose absence changes only how the same content travels. */
const leftOut: ReadonlySet<string> = new Set([
  ...[
    'deflate',
    'inflate',
    'brotli_compress',
    'rate_limit',
    'buffer',
    'content_length',
    'cache',
    'cache_save',
  ],
]);

/**
 * Names of filters behind one another with semicolons, in lower case. Refuses the configuration for one that would change what is
 * sent, and warns of those that are left out.
 */
export function outputFilters(names: string, to: To): string {
  return served(names, to, (name) => name === 'includes');
}

/** The same where none is served: for request bodies, and by media type. */
export function inputFilters(names: string, to: To): string {
  return served(names, to, () => false);
}

function served(names: string, to: To, isServed: (name: string) => boolean): string {
  const lower = names.toLowerCase();
  for (const name of lower.split(';')) {
    if (name === '' || name === 'none' || isServed(name)) continue;
    if (leftOut.has(name)) to.warn(`the filter ${name.toUpperCase()} is left out: content is sent as it is`);
    else
      to.unserved(`the filter ${name} is not served`, 'take it out, or let the application do what it does');
  }
  return lower;
}
