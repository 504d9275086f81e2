import { setArguments } from '../../syntax/edit-change.js';
import { gssapiLocation } from '../example.js';
import { rawOf, valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** %{…}s is for variables of mod_ssl. */
export const headerFormatS = lintRule({
  id: 'header-format-s',
  group: 'headers',
  severity: 'error',
  since: '0.1',
  summary: '%{…}s in a header names a variable that mod_ssl does not have.',
  why: '%{…}s reads variables of mod_ssl: GSS_NAME, KRB5CCNAME and the like are environment variables, and the application gets the text (null).',
  remedy: 'Write e in place of s.',
  messages: { nothing: '{name} is no variable of mod_ssl: it is read as "(null)"; write e in place of s' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'RequestHeader set X-Name "%{GSS_NAME}s"') }],
    ok: [
      { config: gssapiLocation('/a', 'RequestHeader set X-Name "%{GSS_NAME}e"') },
      { config: gssapiLocation('/a', 'RequestHeader set X-User "%{REMOTE_USER}s"') },
    ],
  },
  fixes: {
    nothing: {
      safety: 'unsafe',
      title: 'read the environment variable',
      edit: (line) =>
        setArguments(
          line.at,
          valuesOf(line).map((value) => value.replace(wrong, '%{$1}e')),
        ),
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header'],
  on: {
    named: {
      names: ['RequestHeader', 'Header'],
      line(line, report) {
        const [, name] = new RegExp(wrong.source).exec(rawOf(line)) ?? [];
        if (name !== undefined) report({ message: 'nothing', at: line, fill: { name } });
      },
    },
  },
});

const wrong = /%\{(GSS_\w+|KRB5CCNAME|MAG_\w+|KERBGATE_\w+)\}s/g;
