const million = 1_000_000;

/** Texts that take long wherever the work grows faster than the length. By name; made when asked for. */
export const hugeTexts: Readonly<Record<string, () => string>> = {
  'nested sections': () => `${'<Files a>\n'.repeat(100_000)}${'</Files>\n'.repeat(100_000)}`,
  'nested conditionals': () => `${'<IfDefine !X>\n'.repeat(100_000)}${'</IfDefine>\n'.repeat(100_000)}`,
  'sections that are not closed': () => '<Location /a>\n'.repeat(100_000),
  'sections of many names that are not closed': () =>
    Array.from({ length: 100_000 }, (_, at) => `<A${at}>\n`).join(''),
  'ends without a beginning': () => '</Location>\n'.repeat(100_000),
  'ends of other sections': () => `${'<A>\n'.repeat(50_000)}${'</B>\n'.repeat(100_000)}`,
  'nested macros': () => `${'<Macro m $x>\n'.repeat(50_000)}${'</Macro>\n'.repeat(50_000)}`,
  'macros that use each other': () =>
    `${Array.from({ length: 40 }, (_, at) => `<Macro m${at}>\nUse m${at + 1}\nUse m${at + 1}\n</Macro>\n`).join('')}<Macro m40>\n</Macro>\nUse m0\n`,
  'a macro that uses itself': () => '<Macro m>\nUse m\nUse m\n</Macro>\nUse m\n',
  'one line of many bytes': () => `AuthName ${'x'.repeat(12 * million)}\n`,
  'one line of many words': () => `Require user ${'a '.repeat(2 * million)}\n`,
  'one line of quotes': () => `AuthName ${'"'.repeat(million)}\n`,
  'one line of backslashes': () => `AuthName "${'\\'.repeat(million)}\n`,
  'a line too long for httpd': () => `AuthName ${'x'.repeat(17 * million)}\n`,
  'many quoted words': () => `Require user ${'"" '.repeat(million)}\n`,
  'continued lines': () => `Require user ${'a \\\n'.repeat(300_000)}b\n`,
  'continued empty lines': () => '\\\n'.repeat(million),
  'carriage returns': () => '\r'.repeat(million),
  'zero bytes': () => 'A\0'.repeat(million),
  'blank lines': () => '\n'.repeat(million),
  blanks: () => `AuthName ${' '.repeat(2 * million)}x\n`,
  'beginnings of variables': () => `AuthName ${'${'.repeat(million)}\n`,
  'variables that are not defined': () => `AuthName "${'${X}'.repeat(100_000)}"\n`,
  'a variable that doubles': () =>
    `Define A0 xxxxxxxxxxxxxxxx\n${Array.from({ length: 40 }, (_, at) => `Define A${at + 1} \${A${at}}\${A${at}}\n`).join('')}`,
  'a condition of many ands': () => `<If "true${' && true'.repeat(100_000)}">\n</If>\n`,
  'a condition of many brackets': () => `<If "${'('.repeat(100_000)}true${')'.repeat(100_000)}">\n</If>\n`,
  'a condition of many nots': () => `<If "${'! '.repeat(100_000)}true">\n</If>\n`,
  'a text of many variables': () => `Header set X "expr=${'%{HTTP_HOST}'.repeat(100_000)}"\n`,
  'a variable in a variable': () => `AuthName "${'%{base64:'.repeat(20_000)}${'}'.repeat(20_000)}"\n`,
  'a pattern of many groups': () =>
    `<LocationMatch "${'('.repeat(30_000)}a${')'.repeat(30_000)}">\n</LocationMatch>\n`,
  'a pattern of many choices': () => `<LocationMatch "${'a|'.repeat(200_000)}b">\n</LocationMatch>\n`,
  'a pattern of many classes': () => `<LocationMatch "${'[a-z]'.repeat(100_000)}">\n</LocationMatch>\n`,
  'a pattern of many loops': () => `<LocationMatch "${'(a*)*'.repeat(20_000)}">\n</LocationMatch>\n`,
  'a pattern of open brackets': () => `<LocationMatch "${'['.repeat(million)}">\n</LocationMatch>\n`,
  'a list of many words': () =>
    `<If "req('X') in {${Array.from({ length: 100_000 }, () => "'a'").join(',')}}">\n</If>\n`,
  'a condition of many joined words': () => `<If "${"'a'.".repeat(300_000)}'a' == 'b'">\n</If>\n`,
  'a header of many parts': () => `Header set X "%{A}e" "expr=${"'a'.".repeat(300_000)}'a' == 'b'"\n`,
  'many hosts': () => `<Location />\nDeny from ${'a '.repeat(300_000)}\n</Location>\n`,
  'open brackets of wildcards': () =>
    `<Directory "/*${'['.repeat(million)}">\n</Directory>\nInclude "/*${'['.repeat(million)}\\]"\n`,
  'a server name of open brackets': () => `ServerName ${'['.repeat(million)}\n`,
  'lines without end': () => 'Timeout 1\n'.repeat(million),
  'many unknown names': () => Array.from({ length: 20_000 }, (_, at) => `AuthTyp${at} x\n`).join(''),
  'one long unknown name': () => `${'AuthTyp'.repeat(million)} x\n`,
  'many methods': () =>
    `<Limit ${Array.from({ length: 100_000 }, (_, at) => `M${at}`).join(' ')}>\n</Limit>\n`,
  'many includes of nothing': () => 'IncludeOptional /nowhere/*.conf\n'.repeat(20_000),
};
