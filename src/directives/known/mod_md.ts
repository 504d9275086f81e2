import type { ArgumentCheck, ModuleChecks } from './check.js';
import { all, at, atLeast, each, first, type Judge, nth, oneOf } from './judge.js';
import { privateKeys } from './md-keys.js';
import { authority, duration, httpUrl, portMap, timeSlice } from './md-words.js';

const isInSet = (enclosing: readonly string[]): boolean =>
  enclosing.some((name) => name === 'MDomainSet' || name === 'MDomain');

/** Settings of the whole server cannot stand in the section of one domain. */
const outsideSet: ArgumentCheck = ({ name, enclosing }) =>
  isInSet(enclosing) ? { problem: `${name} is not allowed inside an '<MDomainSet' context` } : undefined;

const insideSet: ArgumentCheck = ({ name, enclosing }) =>
  isInSet(enclosing)
    ? undefined
    : { problem: `${name} is only valid inside a '<MDomainSet' context, not here` };

const onOrOff = first(
  oneOf(['on', 'off'], (value) => `unknown '${value}', supported parameter values are 'on' and 'off'`),
);

const atLeastLong =
  (unit: 's' | 'd', least: number, problem: string): Judge =>
  (text) => {
    const time = duration(text, unit);
    if (time === undefined) return 'unrecognized duration format';
    return time < least ? problem : undefined;
  };

const mode = first(
  oneOf(['auto', 'automatic', 'always', 'manual', 'stick'], (value) => `unknown MDDriveMode ${value}`),
);

const isTransitive = (word: string): boolean => /^(?:auto|manual)$/i.test(word);

const names: ArgumentCheck = all(outsideSet, (_, words) =>
  words.every(isTransitive) ? { problem: 'needs at least one domain name' } : undefined,
);

const section: ArgumentCheck = ({ args, enclosing }) => {
  if (isInSet(enclosing)) return { problem: "<MDomain is not allowed inside an '<MDomainSet' context" };
  return args.raw === '' ? { problem: '<MDomainSet > section must specify a unique domain name' } : undefined;
};

const members: ArgumentCheck = (input, words) => {
  if (isInSet(input.enclosing)) return undefined;
  if (words.length !== 1) return insideSet(input, words);
  return isTransitive(words[0]!) ? undefined : at(input, 0, 'unknown value, use "auto|manual"');
};

/** With one word other than `none`, that is a file, which is not looked into. */
const accountBinding: ArgumentCheck = (input, [file = '', key]) => {
  if (key !== undefined || file.toLowerCase() === 'none') return undefined;
  const kind = input.machine.kindOf(file);
  if (kind === 'file') return undefined;
  const why = kind === 'empty' ? 'error reading JSON file' : 'file not found:';
  const said = `${input.name}: ${why} ${input.machine.resolve(file)}`;
  return { ...at(input, 0, said), missingHere: true };
};

const lifeLong = 'a length of 100% or more is not allowed.';

/** What mod_md checks of its directives' arguments. */
export const mdChecks: ModuleChecks = {
  '<MDomain': section,
  '<MDomainSet': section,
  MDActivationDelay: all(outsideSet, first(atLeastLong('d', Number.NEGATIVE_INFINITY, ''))),
  MDBaseServer: all(outsideSet, onOrOff),
  MDCertificateAuthority: each(authority),
  MDCertificateFile: insideSet,
  MDCertificateKeyFile: insideSet,
  MDCertificateStatus: onOrOff,
  MDChallengeDns01Version: all(
    outsideSet,
    first(oneOf(['1', '2'], 'Only versions `1` and `2` are supported')),
  ),
  MDCheckInterval: all(
    outsideSet,
    first(atLeastLong('s', 1000, 'check interval cannot be less than one second')),
  ),
  MDDriveMode: mode,
  MDExternalAccountBinding: accountBinding,
  MDHttpProxy: first(httpUrl),
  MDInitialDelay: all(outsideSet, first(atLeastLong('s', 0, 'initial delay must not be negative'))),
  MDMatchNames: all(
    outsideSet,
    first(oneOf(['all', 'servernames'], "invalid argument, must be a 'all' or 'servernames'")),
  ),
  MDMember: members,
  MDMembers: members,
  MDMessageCmd: outsideSet,
  MDMustStaple: onOrOff,
  MDNotifyCmd: outsideSet,
  MDPortMap: all(outsideSet, first(portMap), nth(1, portMap)),
  MDPrivateKeys: privateKeys,
  MDProfileMandatory: onOrOff,
  MDRenewMode: mode,
  MDRenewViaARI: onOrOff,
  MDRenewWindow: first(timeSlice(lifeLong)),
  MDRequireHttps: first(
    oneOf(
      ['off', 'temporary', 'permanent'],
      (value) => `unknown '${value}', supported parameter values are 'temporary' and 'permanent'`,
    ),
  ),
  MDRetryDelay: all(outsideSet, first(atLeastLong('s', 0.001, 'minimum delay must be greater than 0'))),
  MDRetryFailover: all(outsideSet, first(atLeast(1, 'invalid argument, must be a number > 0'))),
  MDServerStatus: onOrOff,
  MDStapleOthers: onOrOff,
  MDStapling: onOrOff,
  MDStaplingKeepResponse: first(timeSlice()),
  MDStaplingRenewWindow: first(timeSlice('with a length of 100% or more is not allowed.')),
  MDStoreDir: outsideSet,
  MDStoreLocks: all(
    outsideSet,
    first((value) =>
      /^(?:on|off)$/i.test(value) || duration(value, 's') !== undefined
        ? undefined
        : "neither 'on', 'off' or a duration specified",
    ),
  ),
  MDWarnWindow: first(timeSlice(lifeLong)),
  MDomain: names,
};
