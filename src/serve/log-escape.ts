const named: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** A text of an access log: what cannot be printed, quotes and backslashes are escaped (`ap_escape_logitem`). */
export function escapeItem(text: string): string {
  return escaped(text, /[^ -~]|["\\]/);
}

/** A text of the error log: there quotes stay as they are (`ap_escape_errorlog_item`). */
export function escapeMessage(text: string): string {
  return escaped(text, /[^ -~]|\\/);
}

/** A zero byte ends a text, as in C. */
function escaped(text: string, special: RegExp): string {
  const end = text.indexOf('\0');
  const whole = end === -1 ? text : text.slice(0, end);
  if (!special.test(whole)) return whole;
  return whole.replace(
    new RegExp(special, 'g'),
    (character) => named[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
