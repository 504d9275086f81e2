import { rename, setArguments } from '../../syntax/edit-change.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** SetEnv comes too late for the login. */
export const setenvNoNegotiate = lintRule({
  id: 'setenv-no-negotiate',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  summary: 'gssapi-no-negotiate is set by SetEnv, which has no effect.',
  why: 'SetEnv runs after the login; mod_auth_gssapi looks for the variable before, where only SetEnvIf, BrowserMatch and the like have run.',
  remedy: 'Set it by BrowserMatch for the clients that are meant, or by SetEnvIf.',
  messages: { late: 'SetEnv comes too late: Negotiate is offered as if {name} were not set' },
  examples: {
    bad: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nGssapiBasicAuth On\nSetEnv gssapi-no-negotiate 1\nRequire valid-user\n</Location>\n',
      },
    ],
    ok: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nGssapiBasicAuth On\nSetEnvIf Request_URI ".*" gssapi-no-negotiate\nRequire valid-user\n</Location>\n',
      },
    ],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi#readme',
    'https://httpd.apache.org/docs/2.4/mod/mod_env.html#setenv',
  ],
  fixes: {
    late: {
      safety: 'unsafe',
      title: 'set it by SetEnvIf, for every request of the section',
      edit: (line) => {
        const renamed = rename(line.at, 'SetEnvIf');
        const set = setArguments(line.at, ['Request_URI', '.*', 'gssapi-no-negotiate']);
        if (!renamed.edits || !set.edits) return renamed.edits ? set : renamed;
        return { edits: [...renamed.edits, ...set.edits] };
      },
    },
  },
  on: {
    lines: {
      SetEnv(line, report) {
        const [name] = valuesOf(line);
        if (name?.toLowerCase() === 'gssapi-no-negotiate')
          report({ message: 'late', at: line, fill: { name } });
      },
    },
  },
});
