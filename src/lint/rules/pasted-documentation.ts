import { gssapiLocation, kerbLocation } from '../example.js';
import { isDots } from '../gaps.js';
import { rawOf, spanOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Text of a manual that was taken for values. */
export const pastedDocumentation = lintRule({
  id: 'pasted-documentation',
  group: 'kerberos-setup',
  severity: 'error',
  since: '0.1',
  summary: 'A placeholder, a link or a sign of typography stands where a value belongs.',
  why: 'Lines copied from a manual or a web page bring <placeholders>, three dots, markdown links and curly quotes with them; httpd takes most of them as values.',
  remedy: 'Write the value that is meant.',
  messages: { pasted: '{text} looks like {what}' },
  examples: {
    bad: [
      {
        config: kerbLocation('/a', 'KrbAuthRealms [EXAMPLE.COM](http://example.com)'),
      },
      { config: gssapiLocation('/a', 'GssapiCredStore keytab:/etc/<your-keytab>') },
      { config: gssapiLocation('/a', '[...]') },
      { config: `Listen 80\nServerName ...\nDocumentRoot <path-to-site>\n` },
      { config: gssapiLocation('/a', 'GssapiAcceptorName \u00e2\u0080\u009cHTTP@www\u00e2\u0080\u009d') },
    ],
    ok: [{ config: kerbLocation('/a', 'KrbServiceName HTTP') }, { config: 'Listen 80\nServerName a.test\n' }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/configuring.html'],
  on: {
    everyLine(line, report) {
      if (isDots(line.at.name)) {
        report({
          message: 'pasted',
          at: spanOf(line),
          fill: { text: line.at.name, what: 'something left out' },
        });
        return;
      }
      if (line.at.kind === 'section') return;
      const isOfNames = ofNames.test(line.name);
      if (!isOfNames && !ofLogin.test(line.name)) return;
      if (rawOf(line).includes('expr')) return;
      for (const [pattern, what] of isOfNames ? signsOfNames : signs) {
        const text = pattern.exec(rawOf(line))?.[0];
        if (text === undefined) continue;
        report({ message: 'pasted', at: spanOf(line), fill: { text: text.trim(), what } });
        return;
      }
    },
  },
});

const ofLogin = /^(?:Auth|Gssapi|Krb|Require$|Session)/i;

/** Directives whose values are names, paths and addresses, so that such signs cannot be meant. */
const ofNames =
  /^(?:Server(?:Name|Alias|Admin|Root)|DocumentRoot|Listen|User|Group|(?:SSL\w*(?:File|Path))|ErrorLog|Include\w*|LoadModule|Proxy(?:Pass\w*|Remote)|BalancerMember|ScriptAlias|WSGIScriptAlias)$/i;

const signs: readonly (readonly [RegExp, string])[] = [
  [/\[[^\]]+\]\(\w+:[^)]*\)/, 'a link of markdown'],
  [/<[A-Za-z][\w .-]*>/, 'a placeholder'],
  [/\xe2\x80[\x98-\x9f]/, 'a quote of typography'],
  [/(?:^|\s)\[?\.\.\.\]?(?:\s|$)/, 'something left out'],
  [/(?:^|\s)=>(?:\s|$)/, 'an arrow of a description'],
];

const signsOfNames: typeof signs = [
  [/\[[^\]]+\]\(\w+:[^)]*\)/, 'a link of markdown'],
  [/<[A-Za-z][\w .-]*>/, 'a placeholder'],
  [/(?:^|\s)(?:\[?\.\.\.\]?|\xe2\x80\xa6)(?:\s|$)/, 'something left out'],
];
