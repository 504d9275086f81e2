import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 go on in linear time where a pattern has tried too many ways, as `(?:.*,){8}P` does in 40 commas: PCRE gives up there, V8 would
 * hold the process for as long as it takes. Look-arounds, back references and large counts keep the usual engine.
 */
export function boundPatterns(): void {
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
}
