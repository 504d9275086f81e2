import { valuesOf } from '../../lint/line.js';
import { gone, type Leftover, replaced } from './leftover.js';

const mapping = 'mutex';

/** AcceptMutex and its kin, by what 2.4 calls what they guard. */
const guarded: Readonly<Record<string, string>> = {
  AcceptMutex: 'mpm-accept',
  SSLMutex: 'ssl-cache',
  SSLStaplingMutex: 'ssl-stapling',
  RewriteLock: 'rewrite-map',
};

const usual = 'httpd 2.4 makes its locks by itself, in its runtime folder.';

/** A line about a lock; 2.4 has Mutex for all of them. */
export const mutexLine: Leftover = (line) => {
  const [value = 'default'] = valuesOf(line);
  const name = guarded[line.name];
  const mechanism = mechanismOf(value);
  if (name === undefined || line.name === 'RewriteLock' || mechanism === undefined)
    return gone(line, mapping, usual);
  return replaced(
    line,
    mapping,
    [`Mutex ${mechanism} ${name}`],
    'One directive names all locks in httpd 2.4.',
  );
};

/** A path names a file in 2.2 and a folder in 2.4. */
function mechanismOf(value: string): string | undefined {
  const lower = value.toLowerCase();
  if (lower === 'default' || lower === 'yes') return undefined;
  if (lower === 'none' || lower === 'no') return 'none';
  const [, kind, folder] = /^(file|fcntl|flock):(\/.*)\/[^/]*$/i.exec(value) ?? [];
  if (kind !== undefined) return `${kind.toLowerCase()}:${folder}`;
  return /^(?:posixsem|sysvsem|sem|pthread|fcntl|flock|file)$/.test(lower) ? lower : undefined;
}
