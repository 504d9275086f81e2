import type { RewriteCondition, RewriteRule } from '../ruleset/mod_rewrite.js';
import { addNamed, type Distinctions } from './distinctions.js';
import { samplesOf } from './pattern-samples.js';
import { supposeVariable } from './read-expression.js';

/** Notes what rewrite rules tell requests apart by; their expressions are read with all others, their patterns give paths elsewhere. */
export function readRewriteRules(rules: readonly RewriteRule[], into: Distinctions): void {
  for (const { conditions } of rules) for (const each of conditions) readCondition(each, into);
}

function readCondition({ text, test }: RewriteCondition, into: Distinctions): void {
  switch (test.kind) {
    case 'expression':
      return;
    case 'path':
    case 'served':
      into.flags.add('files');
      return;
    case 'pattern': {
      const { matching, failing } = samplesOf(test.regex);
      if (matching.length === 0) into.unread.add(`the pattern ${test.regex.pattern}`);
      suppose(text, [...matching, ...failing], into, test.regex);
      return;
    }
    case 'text':
      suppose(text, [test.text, `${test.text}x`, ''], into);
      return;
    case 'number':
      suppose(text, [test.number - 1, test.number, test.number + 1].map(String), into);
      return;
  }
}

/** Values for the one variable of a text; several of them are tried as they come. */
function suppose(
  text: string,
  values: readonly string[],
  into: Distinctions,
  regex?: { readonly pattern: string; readonly flags: string },
): void {
  const names = [...text.matchAll(/%\{([^{}]+)\}/g)].map(([, name]) => name!);
  if (names.length !== 1 || text !== `%{${names[0]}}`) {
    if (names.length > 0) into.unread.add(`the text ${text} of a RewriteCond`);
    else return;
  }
  for (const written of names) {
    const [, kind, name] = /^(?:(HTTP|ENV|SSL|LA-U|LA-F):)?(.*)$/i.exec(written)!;
    if (kind?.toUpperCase() === 'HTTP') addNamed(into.fields, name!.toLowerCase(), values);
    else if (kind?.toUpperCase() === 'ENV') addNamed(into.variables, name!.toLowerCase(), values);
    else supposeVariable(name!.toUpperCase(), values, into, regex);
  }
}
