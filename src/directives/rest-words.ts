import type { ArgumentInput, ArgumentProblem } from './args.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

const mechanisms =
  "(Mutex mechanisms are: 'none', 'default', 'flock:/path/to/file', 'fcntl:/path/to/file', 'file:/path/to/file', 'pthread', 'sysvsem', 'posixsem', 'sem')";

/** Locks by name, and the modules that have them; core has the ones of `default`. */
const locks: Readonly<Record<string, string>> = {
  'authdigest-client': 'mod_auth_digest',
  'authn-socache': 'mod_authn_socache',
  'cache-socache': 'mod_cache_socache',
  'ldap-cache': 'util_ldap',
  'lua-ivm-shm': 'mod_lua',
  'mpm-accept': 'prefork',
  proxy: 'mod_proxy',
  'proxy-balancer-shm': 'mod_proxy_balancer',
  'rewrite-map': 'mod_rewrite',
  'ssl-cache': 'mod_ssl',
  'ssl-stapling': 'mod_ssl',
  'ssl-stapling-refresh': 'mod_ssl',
  'watchdog-callback': 'mod_watchdog',
};

const mechanism = /^(?:no|none|yes|default|pthread|sysvsem|posixsem|sem|flock|fcntl|file)$/i;

/** Mutex: a mechanism, perhaps with a folder, and the locks it is for. */
export function mutex({ args, machine, isLoaded }: ArgumentInput): Parsed<readonly string[]> {
  const words = args.words.map((word) => word.value);
  const [first = '', ...rest] = words;
  if (first === '') return { problem: `Mutex requires at least a mechanism argument ${mechanisms}` };
  const [name = '', folder = ''] = first.split(/:(.*)/s, 2);
  if (!mechanism.test(name)) return { problem: `Invalid Mutex argument ${first} ${mechanisms}` };
  const without = /^no/i.test(name);
  if (folder !== '' && !without && machine.kindOf(folder) !== 'folder')
    return { problem: `Invalid Mutex directory in argument ${first}`, missingHere: true };
  const named = rest.filter((word) => word.toLowerCase() !== 'omitpid');
  for (const lock of (named.length > 0 ? named : ['default']).toReversed()) {
    if (lock !== 'default' && !(Object.hasOwn(locks, lock) && isLoaded(locks[lock]!)))
      return { problem: `Mutex type ${lock} is not valid` };
    if (without) return { problem: `None is not allowed for mutex type ${lock}` };
  }
  return { value: words };
}

const options = ['ICASE', 'DOTALL', 'DOLLAR_ENDONLY'];

/** RegexDefaultOptions: options with or without a sign, in upper case. */
export function regexOptions({ name, args }: ArgumentInput): Parsed<readonly string[]> {
  const found: string[] = [];
  for (const word of args.words) {
    const option = word.value.toUpperCase();
    const bare = option.replace(/^[+-]/, '');
    if (option !== 'NONE' && !options.includes(bare))
      return { problem: `${name}: option '${word.value.replace(/^[+-]/, '')}' unknown`, word };
    found.push(option);
  }
  return { value: found };
}
