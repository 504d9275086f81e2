/** A line of a configuration, or a section with what stands in it. `{SITE}` is the folder of the case it belongs to. */
export interface Part {
  readonly text: string;
  /** Present in a section; `text` is then what stands between the angle brackets. */
  readonly parts?: readonly Part[];
}

export const line = (text: string): Part => ({ text });
export const section = (text: string, parts: readonly Part[]): Part => ({ text, parts });

/** The lines of a configuration, with the depth of nesting as indent. */
export function render(parts: readonly Part[], indent = ''): string {
  return parts.map((part) => renderPart(part, indent)).join('');
}

function renderPart({ text, parts }: Part, indent: string): string {
  if (parts === undefined) return `${indent}${text}\n`;
  const name = text.split(' ', 1)[0];
  return `${indent}<${text}>\n${render(parts, `${indent}  `)}${indent}</${name}>\n`;
}

/** Every list with one part taken away or one section replaced by its contents, those that leave least first. */
export function* smaller(parts: readonly Part[]): Generator<readonly Part[]> {
  for (const [at] of parts.entries()) yield parts.toSpliced(at, 1);
  for (const [at, part] of parts.entries()) {
    if (part.parts === undefined) continue;
    if (/^(?:If|Else|Limit|Require)/.test(part.text)) yield parts.toSpliced(at, 1, ...part.parts);
    for (const inner of smaller(part.parts)) yield parts.with(at, { ...part, parts: inner });
  }
}
