import type { ArgumentCheck } from './check.js';
import { at, atoi } from './judge.js';

const leastBits = 2048;
const mostBits = 2 ** 31 - 1;

/** MDPrivateKeys: `Default` alone, or kinds of keys, each once; RSA with its size behind it or attached. */
export const privateKeys: ArgumentCheck = (input, words) => {
  if (words.length === 0) return { problem: 'needs to specify the private key type' };
  const kinds = new Set<string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    const kind = word.toLowerCase();
    if (kind === 'default' && words.length > 1)
      return at(input, index, "'Default' allows no other parameter");
    const apart = kind === 'rsa' && /^\d/.test(words[index + 1] ?? '');
    const bits = apart ? words[index + 1]! : /^rsa(\d.*)$/s.exec(kind)?.[1];
    const isRsa = kind === 'rsa' || bits !== undefined;
    const problem =
      (bits === undefined ? undefined : bitsProblem(bits)) ?? twice(kinds, isRsa ? 'rsa' : kind, word);
    if (problem !== undefined) return at(input, index, problem);
    if (apart) index += 1;
  }
  return undefined;
};

function bitsProblem(text: string): string | undefined {
  const bits = atoi(text);
  if (bits < leastBits) return `must be ${leastBits} or higher in order to be considered safe.`;
  return bits >= mostBits ? 'is too large for an RSA key length.' : undefined;
}

function twice(kinds: Set<string>, kind: string, word: string): string | undefined {
  if (kinds.has(kind)) return `two keys of type '${kind === 'rsa' ? 'RSA' : word}' are not possible.`;
  kinds.add(kind);
  return undefined;
}
