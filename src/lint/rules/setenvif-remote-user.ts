import { location } from '../example.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** An identity made of nothing. */
export const setenvifRemoteUser = lintRule({
  id: 'setenvif-remote-user',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: 'A line sets REMOTE_USER, so that an application sees a user who has not logged in.',
  why: 'Applications take REMOTE_USER for the name of somebody who has proven who they are. A variable set by address or header gives that name to whoever fits.',
  remedy: 'Let requests in by "Require ip", and tell the application by a variable of another name.',
  messages: { identity: '{name} gives out the identity "{user}" without a login' },
  examples: {
    bad: [{ config: 'SetEnvIf Remote_Addr "^10\\.0\\.0\\.7$" REMOTE_USER=monitor\n' }],
    ok: [
      {
        config: `SetEnvIf Remote_Addr "^10\\.0\\.0\\.7$" monitoring\n${location('/a', 'Require env monitoring')}`,
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html#setenvif'],
  on: {
    named: {
      names: ['SetEnvIf', 'SetEnvIfNoCase', 'SetEnvIfExpr', 'BrowserMatch', 'BrowserMatchNoCase', 'SetEnv'],
      line(line, report) {
        const { name } = line;
        const values = valuesOf(line);
        const said = values.find((value) => /^REMOTE_USER=./i.test(value));
        const user =
          name === 'SetEnv' && values[0] === 'REMOTE_USER' ? values[1] : said?.slice('REMOTE_USER='.length);
        if (user) report({ message: 'identity', at: line, fill: { name, user } });
      },
    },
  },
});
