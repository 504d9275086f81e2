import { lookUp } from '../../directives/index.js';
import { oddities } from '../../syntax/oddities.js';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** Comments behind arguments. */
export const commentBehindLine = lintRule({
  id: 'comment-behind-line',
  group: 'style',
  severity: 'warning',
  since: '0.1',
  summary: 'A comment behind arguments is part of them.',
  why: 'httpd knows comments on lines of their own only. Behind On or Off the words are ignored, behind other arguments they are an error, one more value, or part of the value.',
  remedy: 'Put the comment on a line of its own.',
  messages: { comment: '{message}' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'GssapiSSLonly On # always') }],
    ok: [{ config: gssapiLocation('/a', '# always', 'GssapiSSLonly On') }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/configuring.html#syntax'],
  on: {
    file(file, report) {
      for (const { code, span, message } of oddities(file, isDirective, mayHaveComment)) {
        if (code !== 'comment-in-arguments' || !span || isRequire(file.text, span.start)) continue;
        report({ message: 'comment', at: span, fill: { message } });
      }
    },
  },
});

const isDirective = (name: string): boolean => lookUp(name, 'directive').length > 0;

const mayHaveComment = ({ kind, text }: { readonly kind: string; readonly text: string }): boolean =>
  kind === 'directive' && /\s#/.test(text);

/** Those have a rule of their own. */
const isRequire = (text: string, at: number): boolean =>
  /^\s*Require\b/i.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at));
