import { type Line, rawOf, valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** A group of an expression that searched with no pattern is read from memory that nobody has written. */
export const rewritecondExprGroups = lintRule({
  id: 'rewritecond-expr-groups',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary: '%1 stands behind RewriteCond expr without a pattern.',
  why: 'httpd takes %0 to %9 from the last condition that held. An expression without =~ has found nothing: httpd puts in whatever stands in its memory, or the process crashes.',
  remedy: 'Put the condition with the pattern last, or search with =~ and parentheses in the expression.',
  messages: {
    stray:
      'httpd may crash here: {group} would be of an expression that searches with no pattern; kerbgate puts in nothing',
  },
  examples: {
    bad: [
      {
        config:
          'RewriteEngine On\nRewriteCond %{QUERY_STRING} "x=(.*)"\nRewriteCond expr "%{REQUEST_METHOD} == \'GET\'"\nRewriteRule ^/a /b/%1\n',
      },
    ],
    ok: [
      {
        config:
          'RewriteEngine On\nRewriteCond expr "%{REQUEST_METHOD} == \'GET\'"\nRewriteCond %{QUERY_STRING} "x=(.*)"\nRewriteRule ^/a /b/%1\n',
      },
      {
        config: 'RewriteEngine On\nRewriteCond expr "%{QUERY_STRING} =~ /x=(.*)/"\nRewriteRule ^/a /b/%1\n',
      },
      {
        config:
          'RewriteEngine On\nRewriteCond expr "%{REQUEST_METHOD} == \'GET\'"\nRewriteRule ^/a /b/%{QUERY_STRING}\n',
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html#rewritecond'],
  on: {
    lines: {
      RewriteRule(line, report) {
        const [, substitution = ''] = valuesOf(line);
        const group = /%[0-9]/.exec(substitution)?.[0];
        const condition = group === undefined ? undefined : lastCondition(line);
        if (group === undefined || !condition || !searchesNothing(condition)) return;
        report({
          message: 'stray',
          at: line,
          fill: { group },
          related: [{ at: condition, message: 'the expression' }],
        });
      },
    },
  },
});

/** The condition whose groups count when all before a rule have held. */
function lastCondition({ siblings, at }: Line): Line | undefined {
  const place = siblings.findIndex((each) => each.at === at);
  const before = siblings.slice(0, Math.max(0, place));
  const last = before.at(-1);
  return last?.name === 'RewriteCond' ? last : undefined;
}

function searchesNothing(line: Line): boolean {
  return valuesOf(line)[0]?.toLowerCase() === 'expr' && !/=~|!~/.test(rawOf(line));
}
