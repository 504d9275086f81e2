import type { ArgumentInput } from './args.js';
import { leadingInteger } from './words.js';

type Check = (value: string, input: ArgumentInput) => string | undefined;

const onOff =
  (problem: string): Check =>
  (value) =>
    /^(?:on|off)$/i.test(value) ? undefined : problem;

const longestNonce = 36;
const anyStatus = (text: string): boolean => leadingInteger(text) >= 100 && leadingInteger(text) <= 599;

const checks: Readonly<Record<string, Check>> = {
  stickysession: () => undefined,
  stickysessionsep: (value) =>
    value.length === 1 || /^off$/i.test(value)
      ? undefined
      : 'stickysessionsep must be a single character or Off',
  nofailover: onOff('failover must be On|Off'),
  timeout: (value) => (leadingInteger(value) < 1 ? 'timeout must be at least one second' : undefined),
  maxattempts: (value) =>
    leadingInteger(value) < 0 ? 'maximum number of attempts must be a positive number' : undefined,
  lbmethod: (value, { isLoaded }) =>
    /^(?:byrequests|bytraffic|bybusyness|heartbeat)$/.test(value) && isLoaded(`mod_lbmethod_${value}`)
      ? undefined
      : 'unknown lbmethod',
  scolonpathdelim: onOff('scolonpathdelim must be On|Off'),
  failonstatus: (value) =>
    value.split(/[, ]/).every((each) => each === '' || anyStatus(each))
      ? undefined
      : 'failonstatus must be one or more HTTP response codes',
  failontimeout: onOff('failontimeout must be On|Off'),
  nonce: (value) => (value.length > longestNonce ? 'Provided nonce is too large' : undefined),
  growth: (value) =>
    leadingInteger(value) < 1 || leadingInteger(value) > 100 ? 'growth must be between 1 and 100' : undefined,
  forcerecovery: onOff('forcerecovery must be On|Off'),
};

/** What httpd says against a parameter of a balancer (key in lower case), or undefined. */
export function balancerParameterProblem(
  input: ArgumentInput,
  key: string,
  value: string,
): string | undefined {
  const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
  return check ? check(value, input) : 'unknown Balancer parameter';
}
