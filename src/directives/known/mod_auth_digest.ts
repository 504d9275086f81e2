import { providerNames } from '../authn-providers.js';
import type { ModuleChecks } from './check.js';
import { each, first, type Judge } from './judge.js';
import { longNumber } from './numbers.js';

/** The room for one client, in bytes, on 64-bit machines. */
const leastMemory = 88n;
const units: Readonly<Record<string, bigint>> = { '': 1n, b: 1n, k: 1024n, m: 1_048_576n };

const memory: Judge = (value) => {
  const { value: number, rest } = longNumber(value);
  const unit = units[rest.trimStart().charAt(0).toLowerCase()];
  if (unit === undefined) return `Invalid size in AuthDigestShmemSize: ${value}`;
  const size = BigInt.asIntN(64, number * unit);
  if (size >= leastMemory) return undefined;
  return `size in AuthDigestShmemSize too small: ${size} < ${leastMemory}`;
};

/** What mod_auth_digest checks of its directives' arguments. */
export const authDigestChecks: ModuleChecks = {
  AuthDigestAlgorithm: first((value) =>
    value.toLowerCase() === 'md5' ? undefined : `Unsupported algorithm in AuthDigestAlgorithm: ${value}`,
  ),
  AuthDigestNonceLifetime: first((value) =>
    /^(?:\s|$)/.test(longNumber(value).rest)
      ? undefined
      : `Invalid time in AuthDigestNonceLifetime: ${value}`,
  ),
  AuthDigestProvider: providerNames('Digest'),
  AuthDigestQop: each((value) =>
    value.toLowerCase() === 'auth' ? undefined : "AuthDigestQop is deprecated: only 'auth' is supported",
  ),
  AuthDigestShmemSize: first(memory),
};
