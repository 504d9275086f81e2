import { setArguments } from '../../syntax/edit-change.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** Words behind a # in a Require line are words like all others. */
export const commentInRequire = lintRule({
  id: 'comment-in-require',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: 'A comment behind a Require line adds users, groups or addresses.',
  why: 'httpd knows comments on lines of their own only: each word behind the # is one more name that is let in.',
  remedy: 'Put the comment on a line of its own.',
  messages: {
    names: '"{comment}" is no comment: httpd lets in whoever is called {names}, too',
    words: '"{comment}" is no comment: its words count as arguments of Require {provider}',
  },
  examples: {
    bad: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire user bob@EXAMPLE.COM # not alice\n</Location>\n',
      },
      { config: '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire group staff #interns\n</Location>\n' },
    ],
    ok: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\n# not alice\nRequire user bob@EXAMPLE.COM\n</Location>\n',
      },
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire user bob@EXAMPLE.COM "#1"\n</Location>\n',
      },
    ],
  },
  fixes: {
    names: {
      safety: 'unsafe',
      title: 'take the comment out of the line',
      edit: (line) => {
        const values = valuesOf(line);
        return setArguments(line.at, values.slice(0, commentAt(line.at.args.words)));
      },
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/configuring.html#syntax'],
  on: {
    lines: {
      Require(line, report) {
        const { words } = line.at.args;
        const at = commentAt(words);
        if (at < 2) return;
        const comment = words.slice(at).map(({ value }) => value);
        const provider = words[0]!.value.toLowerCase() === 'not' ? words[1]!.value : words[0]!.value;
        const names = comment.filter((word) => word !== '#').map((word) => `"${word}"`);
        const isNames = ['user', 'group'].includes(provider.toLowerCase()) && names.length > 0;
        const fill = { comment: comment.join(' ') };
        if (isNames) report({ message: 'names', at: line, fill: { ...fill, names: names.join(' or ') } });
        else report({ message: 'words', at: wordSpan(line, at), fill: { ...fill, provider } });
      },
    },
  },
});

/** The first word that begins a comment in the eyes of people. */
function commentAt(words: readonly { readonly value: string; readonly quote: string }[]): number {
  return words.findIndex(({ value, quote }) => quote === '' && value.startsWith('#'));
}
