/** The bits of a cipher's key, as OpenSSL counts them: `used` for secrecy, `possible` by the algorithm. */
export function cipherBits(cipher: string): { readonly used: number; readonly possible: number } {
  const [, used, possible] = sizes.find(([pattern]) => pattern.test(cipher)) ?? [undefined, 0, 0];
  return { used, possible };
}

const sizes: readonly (readonly [pattern: RegExp, used: number, possible: number])[] = [
  [/NULL/, 0, 0],
  [/CHACHA20/, 256, 256],
  [/(?:AES|ARIA|CAMELLIA)_?256/, 256, 256],
  [/(?:AES|ARIA|CAMELLIA)_?128|SEED|IDEA|RC4/, 128, 128],
  [/DES-CBC3|3DES/, 112, 168],
];
