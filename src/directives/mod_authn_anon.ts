import { flag, iterate } from './args.js';
import { apacheModule, directive, full } from './define.js';

const sections = ['AuthConfig'] as const;
const onOrOff = flag("Limited to 'on' or 'off'");

/** mod_authn_anon: logins of nobody in particular, with an e-mail address for a password. */
export const modAuthnAnon = apacheModule({
  name: 'mod_authn_anon',
  identifier: 'authn_anon_module',
  sections: 'replace',
  directives: {
    Anonymous: directive({
      summary: 'User names that stand for nobody in particular; * is any name.',
      in: sections,
      args: iterate('a space-separated list of user IDs', (value) =>
        value === '' ? { problem: 'Anonymous string cannot be empty, use Anonymous_NoUserId' } : { value },
      ),
      repeat: 'add',
      support: full,
      example: 'Anonymous anonymous guest',
    }),
    Anonymous_MustGiveEmail: directive({
      summary: 'Whether the password may not be empty.',
      in: sections,
      args: onOrOff,
      default: 'On',
      support: full,
      example: 'Anonymous_MustGiveEmail On',
    }),
    Anonymous_NoUserId: directive({
      summary: 'Whether the user name may be empty.',
      in: sections,
      args: onOrOff,
      default: 'Off',
      support: full,
      example: 'Anonymous_NoUserId Off',
    }),
    Anonymous_VerifyEmail: directive({
      summary: 'Whether the password must look like an e-mail address.',
      in: sections,
      args: onOrOff,
      default: 'Off',
      support: full,
      example: 'Anonymous_VerifyEmail On',
    }),
    Anonymous_LogEmail: directive({
      summary: 'Whether the password is written to the error log.',
      in: sections,
      args: onOrOff,
      default: 'On',
      support: full,
      example: 'Anonymous_LogEmail Off',
    }),
  },
});
