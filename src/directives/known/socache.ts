import type { ArgumentInput } from '../args.js';

/** What is wrong with a shared object cache, `name:arguments`: the provider is missing, or refuses its arguments. */
export type CacheProblem = 'no-provider' | { readonly problem: string };

/** Judges a shared object cache by the modules that are loaded and what each of them takes. */
export function cacheProblem(text: string, isLoaded: ArgumentInput['isLoaded']): CacheProblem | undefined {
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  const args = colon === -1 ? '' : text.slice(colon + 1);
  const module = providers[name];
  if (!Object.hasOwn(providers, name) || !isLoaded(module!)) return 'no-provider';
  const problem = module === 'mod_socache_shmcb' ? memoryProblem(args) : serversProblem(name, args);
  return problem === undefined ? undefined : { problem };
}

/** The names of the loaded providers; httpd tells them in an order of chance. */
export function cacheNames(isLoaded: ArgumentInput['isLoaded']): string {
  return Object.keys(providers)
    .filter((name) => isLoaded(providers[name]!))
    .join(',');
}

const providers: Readonly<Record<string, string>> = {
  dbm: 'mod_socache_dbm',
  dc: 'mod_socache_dc',
  default: 'mod_socache_shmcb',
  memcache: 'mod_socache_memcache',
  redis: 'mod_socache_redis',
  shmcb: 'mod_socache_shmcb',
};

const leastMemory = 8192;
const mostMemory = 4_294_967_295;

/** `path`, `path(bytes)` or nothing. */
function memoryProblem(args: string): string | undefined {
  const open = args.lastIndexOf('(');
  if (open === -1) return args.endsWith(')') ? 'Invalid argument: no opening parenthesis' : undefined;
  if (!args.endsWith(')'))
    return 'Invalid argument: no closing parenthesis or cache size missing after pathname with parenthesis';
  const written = args.slice(open + 1, -1);
  if (!/^\s*[+-]?\d+$/.test(written) && written !== '') return 'Invalid argument: cache size not numerical';
  const size = Number(written);
  if (size >= 0 && size < leastMemory) return `Invalid argument: size has to be >= ${leastMemory} bytes`;
  if (size >= 0 && size < mostMemory) return undefined;
  return `Invalid argument: size has to be < ${mostMemory} bytes on this platform`;
}

function serversProblem(name: string, args: string): string | undefined {
  if (args !== '' || (name !== 'memcache' && name !== 'redis')) return undefined;
  return `List of server names required to create ${name} socache.`;
}
