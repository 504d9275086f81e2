/** Texts of the configuration and of requests are byte strings; directories speak UTF-8, which the client library wants decoded. */

/** A byte string decoded; undefined when it is not UTF-8, so that no other text is ever sent in its place. */
export function decoded(bytes: string): string | undefined {
  const buffer = Buffer.from(bytes, 'latin1');
  const text = buffer.toString('utf8');
  return Buffer.from(text, 'utf8').equals(buffer) ? text : undefined;
}

/** A text as the byte string of its UTF-8. */
export const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
