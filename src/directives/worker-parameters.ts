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
  (format: string, short: string): Check =>
  (value) => {
    const found = /^(\d+)(ms|mi|s|h|$)/.exec(value);
    if (!found) return format;
    return Number(found[1]) < 1 ? short : undefined;
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
  acquire: time('Acquire timeout has wrong format', 'Acquire must be at least one millisecond'),
  timeout: atLeast(1, 'Timeout must be at least one second'),
  iobuffersize: size('IOBufferSize'),
  receivebuffersize: size('ReceiveBufferSize'),
  keepalive: oneOf(onOff, 'KeepAlive must be On|Off'),
  disablereuse: oneOf(onOff, 'DisableReuse must be On|Off'),
  enablereuse: oneOf(onOff, 'EnableReuse must be On|Off'),
  addressttl: (value) =>
    /^(-1|\d+(s|h|mi\w*)?)$/.test(value)
      ? undefined
      : 'AddressTTL must be -1 or a number of seconds not exceeding 2147483647',
  route: shorter(96, 'Route'),
  redirect: shorter(96, 'Redirect'),
  status: (value) => (/^([+-]?[a-z])*$/i.test(value) ? undefined : 'Unknown status parameter option'),
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
  responsefieldsize: atLeast(0, 'ResponseFieldSize must be greater than 0 bytes, or 0 for system default.'),
  secret: shorter(64, 'Secret'),
};

/** What httpd says against a ProxyPass parameter (key in lower case), or undefined. */
export function workerParameterProblem(key: string, value: string): string | undefined {
  const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
  return check ? check(value) : 'unknown Worker parameter';
}
