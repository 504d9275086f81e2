import type { ArgumentInput } from './args.js';
import { healthParameterProblem } from './known/mod_proxy_hcheck.js';
import { longNumber, microsecondsOf } from './known/numbers.js';
import { leadingInteger } from './words.js';

type Check = (value: string) => string | undefined;

const atLeast =
  (least: number, problem: string): Check =>
  (value) =>
    leadingInteger(value) < least ? problem : undefined;

const within =
  (least: number, most: number, problem: string): Check =>
  (value) =>
    leadingInteger(value) < least || leadingInteger(value) > most ? problem : undefined;

const oneOf =
  (choices: readonly string[], problem: string): Check =>
  (value) =>
    choices.includes(value.toLowerCase()) ? undefined : problem;

const time =
  (format: string, short: string, unit: 's' | 'ms' = 's'): Check =>
  (value) => {
    const found = microsecondsOf(value, unit);
    if (found === undefined) return format;
    return found < 1000n ? short : undefined;
  };

const size =
  (name: string): Check =>
  (value) => {
    const bytes = leadingInteger(value);
    return bytes < 512 && bytes !== 0 ? `${name} must be >= 512 bytes, or 0 for system default.` : undefined;
  };

const shorter =
  (limit: number, name: string): Check =>
  (value) =>
    value.length >= limit ? `${name} length must be < ${limit} characters` : undefined;

const onOff = ['on', 'off'] as const;

const checks: Readonly<Record<string, Check>> = {
  loadfactor: (value) => {
    const factor = Math.trunc(Number.parseFloat(value) * 100);
    return factor >= 100 && factor <= 10_000 ? undefined : 'LoadFactor must be a number between 1..100';
  },
  retry: atLeast(0, 'Retry must be a positive value'),
  ttl: atLeast(1, 'TTL must be at least one second'),
  min: atLeast(0, 'Min must be a positive number'),
  max: atLeast(0, 'Max must be a positive number'),
  smax: atLeast(0, 'Smax must be a positive number'),
  acquire: time('Acquire timeout has wrong format', 'Acquire must be at least one millisecond', 'ms'),
  timeout: atLeast(1, 'Timeout must be at least one second'),
  iobuffersize: (value) => {
    const bytes = longNumber(value).value;
    return bytes < 512n && bytes !== 0n
      ? 'IOBufferSize must be >= 512 bytes, or 0 for system default.'
      : undefined;
  },
  receivebuffersize: size('ReceiveBufferSize'),
  keepalive: oneOf(onOff, 'KeepAlive must be On|Off'),
  disablereuse: oneOf(onOff, 'DisableReuse must be On|Off'),
  enablereuse: oneOf(onOff, 'EnableReuse must be On|Off'),
  addressttl: (value) => {
    const life = microsecondsOf(value);
    return value === '-1' || (life !== undefined && life <= longestLife && life % 1_000_000n === 0n)
      ? undefined
      : 'AddressTTL must be -1 or a number of seconds not exceeding (2147483647)';
  },
  route: shorter(64, 'Route'),
  redirect: shorter(64, 'Redirect'),
  status: (value) =>
    /^([+-]?[oingudsehfcr])*$/i.test(value) ? undefined : 'Unknown status parameter option',
  flushpackets: oneOf(['on', 'off', 'auto'], 'flushpackets must be on|off|auto'),
  flushwait: within(0, 1000, 'flushwait must be <= 1000, or 0 for system default of 10 millseconds.'),
  ping: time('Ping/Pong timeout has wrong format', 'Ping/Pong timeout must be at least one millisecond'),
  lbset: within(0, 99, 'lbset must be between 0 and 99'),
  connectiontimeout: time(
    'Connectiontimeout has wrong format',
    'Connectiontimeout must be at least one millisecond.',
  ),
  flusher: shorter(16, 'flusher name'),
  upgrade: shorter(16, 'upgrade protocol'),
  responsefieldsize: (value) =>
    longNumber(value).value < 0n
      ? 'ResponseFieldSize must be greater than 0 bytes, or 0 for system default.'
      : undefined,
  secret: shorter(64, 'Secret'),
};

const longestLife = 2_147_483_647_000_000n;

/** What httpd says against a parameter of an application server (key in lower case), or undefined. */
export function workerParameterProblem(
  { home, isLoaded }: ArgumentInput,
  key: string,
  value: string,
): string | undefined {
  const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
  if (check) return check(value);
  return isLoaded('mod_proxy_hcheck')
    ? healthParameterProblem(home.server, key, value)
    : 'unknown Worker parameter';
}
