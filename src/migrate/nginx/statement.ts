/** One line of nginx's configuration, a block, or a remark. */
export type Statement =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'block'; readonly head: string; readonly inner: readonly Statement[] }
  | { readonly kind: 'remark'; readonly text: string };

/** A directive of its words; they stand as they are, so that what comes from elsewhere has to be quoted. */
export const line = (...words: readonly string[]): Statement => ({ kind: 'line', text: words.join(' ') });
export const block = (head: string, inner: readonly Statement[]): Statement => ({
  kind: 'block',
  head,
  inner,
});
export const remark = (text: string): Statement => ({
  kind: 'remark',
  text: text.replace(/[\x00-\x1f\x7f]+/g, ' '),
});

/** Whether a text can be a word of nginx's: `$` begins a variable there, whatever stands before it. */
export const canBeWord = (text: string): boolean => !/[$\x00-\x1f\x7f]/.test(text);

/** A text as one word, which `canBeWord` has let pass. */
export function word(text: string): string {
  if (!canBeWord(text)) throw new Error(`no word of nginx: ${text}`);
  return /^[\w./:@%+,=*~^-]+$/.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** The text of a file. */
export function printed(statements: readonly Statement[], depth = 0): string {
  return statements.map((each) => textOf(each, depth)).join('');
}

function textOf(statement: Statement, depth: number): string {
  const indent = '    '.repeat(depth);
  if (statement.kind === 'remark') return `${indent}# ${statement.text}\n`;
  if (statement.kind === 'line') return `${indent}${statement.text};\n`;
  return `${indent}${statement.head} {\n${printed(statement.inner, depth + 1)}${indent}}\n`;
}
