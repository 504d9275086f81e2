/** What the reference says of a rule: one sentence, and texts that hold it. */
export interface RuleWords {
  readonly sentence: string;
  readonly examples: readonly string[];
}

/** The kinds of lines, by token; every example is one line of that kind. */
export const lineWords: Readonly<Record<string, RuleWords>> = {
  DirectiveLine: {
    sentence: 'A name and its words; a backslash at the end of a physical line goes on in the next one.',
    examples: [
      'AuthName "Members Only"',
      'Require user alice \\\n    bob',
      '"AuthName" x',
      '  Options -Indexes  ',
    ],
  },
  SectionOpen: {
    sentence:
      'The beginning of a section; its words end at the last `>` of the line, and what stands behind that is not looked at.',
    examples: ['<Location /a>', '<If "%{REQUEST_METHOD} == \'GET\'">', '<Files ~ "a>b"> ignored'],
  },
  SectionClose: {
    sentence: 'The end of a section; case does not count, what stands behind the `>` does not either.',
    examples: ['</Location>', '</LOCATION>', '</If> # ignored'],
  },
  Comment: {
    sentence: 'A line that begins with `#`, blanks aside; it goes on behind a backslash like any other.',
    examples: ['# a comment', '   # another', '# one \\\nstill the same one'],
  },
  Blank: {
    sentence: 'A line without a name: only blanks, or an empty pair of quotes for its first word.',
    examples: ['', ' \t', '"" ignored'],
  },
};

/** How httpd cuts words, and what their values are. */
export const wordRules: readonly (RuleWords & {
  readonly rule: string;
  readonly values: readonly (readonly string[])[];
})[] = [
  {
    rule: 'bare ::= [^ \\t\\n\\v\\f\\r"\'] [^ \\t\\n\\v\\f\\r]*',
    sentence: 'Ends at the next blank; two backslashes stand for one, quotes inside are bytes like others.',
    examples: ['On', '\\.php$', 'C:\\\\x', 'a"b'],
    values: [['On'], ['\\.php$'], ['C:\\x'], ['a"b']],
  },
  {
    rule: 'double ::= \'"\' ( [^"\\] | "\\" . )* \'"\'?',
    sentence:
      'Ends at the next double quote or with the line; `\\"` and `\\\\` stand for `"` and `\\`, any other backslash for itself.',
    examples: ['"J. Doe" x', '"say \\"x\\""', '"\\.php$"', '"open to the end'],
    values: [['J. Doe', 'x'], ['say "x"'], ['\\.php$'], ['open to the end']],
  },
  {
    rule: 'single ::= "\'" ( [^\'\\] | "\\" . )* "\'"?',
    sentence: 'The same with single quotes.',
    examples: ["'a b' c", "'it\\'s'"],
    values: [['a b', 'c'], ["it's"]],
  },
];

/** The rules of expressions; every example is a whole condition, or for `text` and `part` a text, that holds the rule. */
export const expressionWords: Readonly<Record<string, RuleWords>> = {
  condition: {
    sentence: 'What `<If>`, `<ElseIf>`, `Require expr`, `SetEnvIfExpr` and `RewriteCond expr` take.',
    examples: ['true', "%{REQUEST_METHOD} == 'GET' && -n %{REMOTE_USER}"],
  },
  text: {
    sentence:
      'What stands behind `expr=` and in directives whose words may hold variables: everything outside of `%{…}` is text.',
    examples: ['user %{REMOTE_USER} of %{HTTP_HOST}', 'plain text', ''],
  },
  disjunction: {
    sentence: 'True when one of its parts is; read from left to right.',
    examples: ['false || true', 'false or true'],
  },
  conjunction: { sentence: 'True when all of its parts are.', examples: ['true && true', 'true and true'] },
  negation: { sentence: 'Binds closer than `&&`.', examples: ['!true', 'not false && true'] },
  test: { sentence: 'One question, or a constant.', examples: ['true', "-z ''", "'a' == 'b'"] },
  group: { sentence: 'Brackets around a whole condition.', examples: ['(true || false) && true'] },
  unary: {
    sentence: 'A question about one word, such as whether it is empty or names a file.',
    examples: ["-z ''", '-f %{REQUEST_FILENAME}', '-R "10.0.0.0/8"'],
  },
  comparison: {
    sentence: 'A question about two words, a word and a pattern, or a word and a list.',
    examples: [
      "%{HTTP_HOST} == 'a'",
      '5 -lt 7',
      "'a' -strmatch 'b*'",
      '%{REQUEST_URI} =~ /x/',
      "'a' !~ m#b#i",
      "'a' in {'a', 'b'}",
    ],
  },
  regex: {
    sentence:
      'A pattern between slashes, or behind `m` between two of `/#$%^,;:_?|-!.\'"`; `i` behind it ignores case.',
    examples: ["'a' =~ /^a$/", "'a' =~ m#^/x#i"],
  },
  list: { sentence: 'What `in` looks through.', examples: ["'a' in {'a'}", "'a' in split('x')"] },
  words: { sentence: 'Words in braces, with commas between them.', examples: ["'a' -in {'a', %{X}, 5}"] },
  word: {
    sentence: 'One operand, or several put together with dots.',
    examples: ["'a' . 'b' == 'ab'", '-n %{REMOTE_USER}'],
  },
  operand: {
    sentence: 'A number, a string, a variable, a call, or what a pattern matched before.',
    examples: ['-n 5', "-n 'x'", '-n %{X}', "-n tolower('X')", '-n $1'],
  },
  call: { sentence: 'A function with its one argument.', examples: ["-n tolower('X')", "-n req('Host')"] },
  quoted: {
    sentence: 'A string in double or single quotes, in which variables count.',
    examples: ['-n "a %{REQUEST_URI} b"', "-n 'it\\'s'"],
  },
  part: { sentence: 'A piece of a string or text.', examples: ['a', '\\n', '$0', '%{HTTP_HOST}'] },
  variable: {
    sentence: '`%{NAME}`, or a call as `%{name:argument}`.',
    examples: ['-n %{REMOTE_USER}', '-n %{req:Host}', '-n "%{tolower:%{HTTP_HOST}}"'],
  },
};
