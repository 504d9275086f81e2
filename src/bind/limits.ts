import { knownMethods } from '../directives/methods.js';
import type { MethodLimit } from './bound.js';

/** httpd keeps methods as 64 bits; the last stands for what no `<Limit>` names. */
const bits = 64n;

/** All methods. */
export const allMethods = (1n << bits) - 1n;

/** Inside a Require container httpd takes one bit away, so that sections forbidden in `<Limit>` are forbidden there. */
export const containerMethods = (methods: bigint): bigint => methods & ~(1n << (bits - 1n));

/** Numbers methods that are named for the first time. */
export type MethodNumbers = Map<string, bigint>;

const builtIn = new Map([...knownMethods].map((name, at) => [name, BigInt(at)]));

/** Gives a method a number if it has none. */
export function makeKnown(numbers: MethodNumbers, method: string): void {
  bitOf(numbers, method);
}

function bitOf(numbers: MethodNumbers, method: string): bigint {
  const name = method === 'HEAD' ? 'GET' : method;
  const known = builtIn.get(name) ?? numbers.get(name);
  if (known !== undefined) return 1n << known;
  const next = BigInt(builtIn.size + numbers.size);
  const number = next < bits - 1n ? next : bits - 2n;
  numbers.set(name, number);
  return 1n << number;
}

/** What is left of the methods inside a further `<Limit>`, or httpd's message against it. */
export function narrowed(
  numbers: MethodNumbers,
  around: bigint,
  name: string,
  { except, methods }: MethodLimit,
): { readonly methods: bigint } | { readonly problem: string } {
  const named = methods.reduce((sum, method) => sum | bitOf(numbers, method), 0n);
  const meant = except ? allMethods & ~named : named;
  if ((around & meant) === 0n) return { problem: `<${name}> directive excludes all methods` };
  if ((around & meant) === around)
    return { problem: `<${name}> directive specifies methods already excluded` };
  return { methods: around & meant };
}
