const longest = 65_535;

/**
 * Puts groups of a match into a template as httpd 2.4 does (ap_pregsub): `$0`–`$9` stand for groups, a backslash takes the next
 * byte literally and goes. `undefined` when the result would be longer than httpd's limit.
 */
export function insertGroups(template: string, groups: readonly (string | undefined)[]): string | undefined {
  const text = /[$\\]/.test(template)
    ? template.replace(
        /\$(\d)|\\([\s\S])/g,
        (_all, digit: string | undefined, literal: string | undefined) =>
          digit === undefined ? literal! : (groups[Number(digit)] ?? ''),
      )
    : template;
  return text.length > longest ? undefined : text;
}
