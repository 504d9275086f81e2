import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at, atLeast, atoi, first, type Judge, oneOf } from './judge.js';
import { microsecondsOf } from './numbers.js';

const onOrOff = first(oneOf(['on', 'off'], 'value must be On or Off'));
const positive = first(atLeast(1, 'value must be > 0'));
const kilobyte = first(atLeast(1024, 'value must be >= 1024'));
const notNegative = first(atLeast(0, 'value must be 0 or larger'));

const time = (problem: string): ArgumentCheck =>
  first((value) => (microsecondsOf(value) === undefined ? problem : undefined));

const diarySize: Judge = (value) => {
  const size = atoi(value);
  if (size < 0) return 'value must be >= 0';
  if ((size & (size - 1)) !== 0) return 'value must a power of 2';
  return size > 32_768 ? 'value must <= 65536' : undefined;
};

const padding: Judge = (value) => {
  const bits = atoi(value);
  if (bits < 0) return 'number of bits must be >= 0';
  return bits > 8 ? 'number of bits must be <= 8' : undefined;
};

const priority: ArgumentCheck = (input, [, second = '', third]) => {
  const weightAlone = third === undefined && /^\d/.test(second);
  const weight = weightAlone ? second : third;
  const dependency = weightAlone ? 'after' : second.toLowerCase();
  if (!['after', 'before', 'interleaved'].includes(dependency))
    return at(input, 1, "dependency must be one of 'After', 'Before' or 'Interleaved'");
  if (weight === undefined) return undefined;
  if (dependency === 'before') return at(input, 2, "dependency 'Before' does not allow a weight");
  return atoi(weight) < 1 ? at(input, weightAlone ? 1 : 2, 'weight must be a number >= 1') : undefined;
};

const pushed: ArgumentCheck = (input, [first, second, third]) => {
  const isAdd = first?.toLowerCase() === 'add';
  if (!isAdd && third !== undefined) return at(input, 2, 'too many parameter');
  const last = isAdd ? third : second;
  if (last === undefined || last.toLowerCase() === 'critical') return undefined;
  return at(input, isAdd ? 2 : 1, 'unknown last parameter');
};

const hint: ArgumentCheck = (input, [, value = '']) => {
  const field = value.trimStart();
  if (field === '') return at(input, 1, 'Early Hint header value must not be empty/only space');
  return /[\0-\x08\n-\x1f\x7f]/.test(field)
    ? at(input, 1, 'Early Hint header value contains invalid characters')
    : undefined;
};

/** What mod_http2 checks of its directives' arguments. */
export const http2Checks: ModuleChecks = {
  H2CopyFiles: onOrOff,
  H2Direct: onOrOff,
  H2EarlyHint: hint,
  H2EarlyHints: onOrOff,
  H2MaxDataFrameLen: notNegative,
  H2MaxHeaderBlockLen: notNegative,
  H2MaxSessionStreams: positive,
  H2MaxStreamErrors: notNegative,
  H2MaxWorkerIdleSeconds: time('Invalid idle limit value'),
  H2MaxWorkers: positive,
  H2MinWorkers: positive,
  H2ModernTLSOnly: onOrOff,
  H2OutputBuffering: onOrOff,
  H2Padding: first(padding),
  H2ProxyRequests: onOrOff,
  H2Push: onOrOff,
  H2PushDiarySize: first(diarySize),
  H2PushPriority: priority,
  H2PushResource: pushed,
  H2StreamMaxMemSize: kilobyte,
  H2StreamTimeout: time('Invalid timeout value'),
  H2Upgrade: onOrOff,
  H2WebSockets: onOrOff,
  H2WindowSize: kilobyte,
};
