import { lintRule } from '../rule.js';

/** A comment that switches off what finds nothing. The run itself tells them, when all other rules have looked. */
export const unusedDisable = lintRule({
  id: 'unused-disable',
  group: 'style',
  severity: 'warning',
  since: '0.1',
  summary: 'A comment switches off a rule that finds nothing there.',
  why: 'A comment that outlives its reason hides the next finding of that rule, or misspells its name and never hid any.',
  remedy: 'Take the comment out.',
  messages: {
    unused: 'nothing is found here that this comment would switch off',
    unknown: 'there is no rule {names}: this comment switches nothing off',
  },
  examples: {
    bad: [
      { config: '# kerbgate-disable-next-line require-or -- needed once\nListen 80\n' },
      { config: '# kerbgate-disable no-such-rule\nListen 80\n' },
    ],
    ok: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire user bob@EXAMPLE.COM\n# kerbgate-disable-next-line require-or -- bob stands for the owner\nRequire valid-user\n</Location>\n',
      },
    ],
  },
  sources: ['https://github.com/open-policy-agent/regal#inline-ignore-directives'],
  on: {},
});
