import { setArguments } from '../../syntax/edit-change.js';
import { gssapiLocation } from '../example.js';
import { rawOf, valuesOf } from '../line.js';
import { lintRule } from '../rule.js';
import { oncePerSite } from '../site.js';

/** REMOTE_USER is no environment variable. */
export const remoteUserAsVariable = lintRule({
  id: 'remote-user-as-variable',
  group: 'headers',
  severity: 'error',
  since: '0.1',
  summary: '%{REMOTE_USER}e in a header is always "(null)".',
  why: '%{…}e reads environment variables, and REMOTE_USER is made for programs only: the application gets the text (null), or, with env=REMOTE_USER, whatever the client has sent.',
  remedy: 'Write "expr=%{REMOTE_USER}".',
  messages: {
    nothing: '%{REMOTE_USER}e is "(null)": write "expr=%{REMOTE_USER}"',
    never: 'env=REMOTE_USER never holds: the line does nothing, and what the client sends in {field} passes',
  },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'RequestHeader set X-User "%{REMOTE_USER}e"') },
      { config: gssapiLocation('/a', 'RequestHeader set X-User "expr=%{REMOTE_USER}" env=REMOTE_USER') },
    ],
    ok: [{ config: gssapiLocation('/a', 'RequestHeader set X-User "expr=%{REMOTE_USER}"') }],
  },
  fixes: {
    nothing: {
      safety: 'unsafe',
      title: 'send the user by an expression',
      edit: (line) =>
        setArguments(
          line.at,
          valuesOf(line).map((value) =>
            value.includes(token) ? `expr=${value.replaceAll(token, '%{REMOTE_USER}')}` : value,
          ),
        ),
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header'],
  on: {
    named: {
      names: ['RequestHeader', 'Header'],
      line(line, report, site) {
        const isSet = isSetByRule(site);
        if (rawOf(line).includes(token) && !isSet) report({ message: 'nothing', at: line });
        const field = valuesOf(line)[1] ?? '';
        if (valuesOf(line).includes('env=REMOTE_USER') && !isSet)
          report({ message: 'never', at: line, fill: { field } });
      },
    },
  },
});

const token = '%{REMOTE_USER}e';

/** Whether some rewrite rule makes a variable of that name. */
const isSetByRule = oncePerSite((site) =>
  site.named('RewriteRule').some((line) => /\[.*E=REMOTE_USER:/.test(rawOf(line))),
);
