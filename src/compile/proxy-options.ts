import type { ProxyPassArguments } from '../directives/proxy-words.js';
import { leadingInteger } from '../directives/words.js';
import type { ProxyOptions } from '../ruleset/mod_proxy.js';
import type { To } from './lowering.js';

type Options = { -readonly [K in keyof ProxyOptions]: ProxyOptions[K] };

const isOn = (value: string): boolean => value.toLowerCase() === 'on';

const honoured: Readonly<Record<string, (value: string, options: Options) => void>> = {
  timeout: (value, options) => {
    options.timeout = leadingInteger(value);
  },
  connectiontimeout: (value, options) => {
    options.connectionTimeout = secondsOf(value);
  },
  disablereuse: (value, options) => {
    options.disableReuse = isOn(value);
  },
  enablereuse: (value, options) => {
    options.disableReuse = !isOn(value);
  },
  upgrade: (value, options) => {
    options.upgrade = value.toLowerCase() === 'any' ? '*' : value;
  },
};

/** Parameters that only tune httpd's connection pool or belong to balancers. */
const withoutEffect = new Set(
  'acquire addressttl flusher flushpackets flushwait iobuffersize keepalive lbset loadfactor max min ping receivebuffersize redirect responsefieldsize retry route smax ttl'.split(
    ' ',
  ),
);

/** The parameters of a ProxyPass line; `undefined` when one of them is not served. */
export function optionsOf({ flags, parameters }: ProxyPassArguments, to: To): ProxyOptions | undefined {
  const options: Options = flags.includes('nocanon') ? { noCanon: true } : {};
  const refusedFlag = flags.find((flag) => flag !== 'nocanon');
  if (refusedFlag !== undefined) return refuse(refusedFlag, to);
  for (const [key, value] of Object.entries(parameters)) {
    if (Object.hasOwn(honoured, key)) honoured[key]!(value, options);
    else if (withoutEffect.has(key))
      to.warn(`the parameter ${key}=${value} has no effect here`, { code: 'no-effect' });
    else return refuse(key, to);
  }
  return options;
}

function refuse(parameter: string, to: To): undefined {
  to.unserved(`the ProxyPass parameter ${parameter} is not served`, 'take it out');
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, mi: 60, h: 3600 };

/** httpd's time parameter in seconds; without a unit it is seconds. */
function secondsOf(value: string): number {
  const unit = /^\d+(ms|mi|s|h)/i.exec(value)?.[1]?.toLowerCase() ?? 's';
  return leadingInteger(value) * units[unit]!;
}
