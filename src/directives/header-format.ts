/** A piece of a header value: text as it is sent, or a specifier: `%{X}e` is `{ letter: 'e', name: 'X' }`. */
export type HeaderFormatPart =
  | string
  | { readonly letter: 'D' | 't' | 'l' | 'i' | 'b' }
  | { readonly letter: 'e' | 's'; readonly name: string };

/** Cuts a header value's format string; only an unknown `%` letter is wrong. */
export function headerFormat(
  written: string,
): { readonly value: readonly HeaderFormatPart[] } | { readonly problem: string; readonly hint: string } {
  const parts: HeaderFormatPart[] = [];
  for (let at = 0; at < written.length; ) {
    if (written[at] !== '%') {
      const end = written.indexOf('%', at);
      const stop = end === -1 ? written.length : end;
      append(parts, unescaped(written.slice(at, stop)));
      at = stop;
      continue;
    }
    const specifier = /^%(?:\{([^}]*)\}*)?([\s\S]?)/.exec(written.slice(at))!;
    const [all, name, letter = ''] = specifier;
    at += all.length;
    const part = partOf(name, letter);
    if (part === undefined) return unknownLetter(letter);
    if (typeof part === 'string') append(parts, part);
    else parts.push(part);
  }
  return { value: parts };
}

function partOf(name: string | undefined, letter: string): HeaderFormatPart | undefined {
  if (name === undefined && (letter === '%' || letter === '')) return '%';
  if (letter === 'e' || letter === 's') return { letter, name: name ?? '' };
  if (letter === 'D' || letter === 't' || letter === 'l' || letter === 'i' || letter === 'b')
    return { letter };
  return undefined;
}

function unknownLetter(letter: string) {
  return {
    problem: `Unrecognized header format %${letter}`,
    hint: 'write %% for a percent sign; known are %D %t %l %i %b, %{variable}e and %{variable}s; expr=… computes a value',
  };
}

function append(parts: HeaderFormatPart[], text: string): void {
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else parts.push(text);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\', r: '\r', n: '\n', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\([\\rnt])/g, (_all, letter: string) => escapes[letter]!);
}
