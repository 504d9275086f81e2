/**
 * Puts groups of a match into a template: `$0`–`$9` and `&` stand for groups, a backslash takes `$` or `&` literally
 * (`ap_pregsub`). A group without a match is empty.
 */
export function substitute(template: string, groups: readonly (string | undefined)[]): string {
  if (!/[$&\\]/.test(template)) return template;
  return template.replace(
    /\\([$&])|\$(\d)|&/g,
    (whole, literal: string | undefined, digit: string | undefined) => {
      if (literal !== undefined) return literal;
      if (digit !== undefined) return groups[Number(digit)] ?? '';
      return whole === '&' ? (groups[0] ?? '') : whole;
    },
  );
}
