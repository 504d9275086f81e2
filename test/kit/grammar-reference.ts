import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISerializedGast, TokenType } from 'chevrotain';
import { ConfigParser } from '../../grammar/config.js';
import { ExpressionParser } from '../../grammar/expression.js';
import { expressionTokens } from '../../grammar/expression-tokens.js';
import { ebnf } from './ebnf.js';
import { expressionWords, lineWords, type RuleWords, wordRules } from './grammar-words.js';
import { projectFolder } from './project.js';

const path = join(projectFolder, 'grammar/reference.md');

/** The rules of both grammars as chevrotain has them. */
export const grammars: Readonly<Record<'lines' | 'expressions', readonly ISerializedGast[]>> = {
  lines: new ConfigParser().getSerializedGastProductions(),
  expressions: new ExpressionParser().getSerializedGastProductions(),
};

/** Every token that the rules of a grammar name. */
export function tokensIn(rules: readonly ISerializedGast[]): readonly string[] {
  return [
    ...new Set(
      [...JSON.stringify(rules).matchAll(/"type":"Terminal","name":"(\w+)"/g)].map(([, name]) => name!),
    ),
  ];
}

/** The reference as it stands. */
export const grammarReference = (): string => readFileSync(path, 'utf8');

/** Writes the reference anew. */
export function writeGrammarReference(): void {
  writeFileSync(path, generatedReference());
}

/** The reference as the grammars have it. */
export function generatedReference(): string {
  return `${[
    '# Grammar',
    'Made by `npm run readme` from the grammars in this folder. Rules are in EBNF as in the XML specification: `?`, `*` and `+` after',
    'what is repeated, `|` between choices. Tokens begin with a capital letter.',
    '',
    '## Lines',
    'A configuration is a list of logical lines; which tags belong together is found out by comparing their names.',
    '',
    fenced('ebnf', grammars.lines.map(ebnf)),
    '',
    ...Object.entries(lineWords).flatMap(([name, words]) => entry(name, undefined, words)),
    '## Words',
    'The rest of a line is cut into words, which blanks part. Variables such as `${NAME}` are replaced before.',
    '',
    ...wordRules.flatMap((each) => entry(each.rule.split(' ')[0]!, each.rule, each, each.values)),
    '## Expressions',
    'As `ap_expr` of httpd 2.4 reads them, in `condition` for conditions and in `text` for texts with variables.',
    '',
    ...grammars.expressions.flatMap((rule) => {
      const { name } = rule as unknown as { readonly name: string };
      return entry(name, ebnf(rule), expressionWords[name]!);
    }),
    '### Tokens',
    "httpd's own name of a token stands in its error messages.",
    '',
    '| token | httpd | pattern |',
    '| --- | --- | --- |',
    ...tokensIn(grammars.expressions).map(tokenRow),
  ].join('\n')}\n`;
}

function entry(
  name: string,
  rule: string | undefined,
  { sentence, examples }: RuleWords,
  values?: readonly (readonly string[])[],
): readonly string[] {
  const shown = examples.map((example, at) =>
    values ? `${example}    → ${values[at]!.join(' | ')}` : visible(example),
  );
  return [
    `### ${name}`,
    sentence,
    '',
    ...(rule === undefined ? [] : [fenced('ebnf', [rule]), '']),
    fenced('apache', shown),
    '',
  ];
}

/** Nothing but blanks would not be seen. */
const visible = (example: string): string => (example.trim() === '' ? JSON.stringify(example) : example);

const fenced = (language: string, lines: readonly string[]): string =>
  `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;

function tokenRow(name: string): string {
  const token = expressionTokens.find((each) => each.name === name)!;
  const members = expressionTokens.filter(({ CATEGORIES }) => CATEGORIES?.includes(token));
  const all = members.length > 0 ? members : [token];
  const labels = [...new Set(all.map(({ LABEL }) => LABEL ?? ''))];
  return `| ${name} | ${labels.map(code).join(', ')} | ${all.map(patternOf).map(code).join(', ')} |`;
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function patternOf({ PATTERN }: TokenType): string {
  return PATTERN instanceof RegExp ? PATTERN.source : String(PATTERN);
}
