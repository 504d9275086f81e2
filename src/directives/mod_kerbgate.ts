import { choice, flag, iterate, one, text } from './args.js';
import { argvLine } from './argv-line.js';
import { authRequestWords } from './auth-request-words.js';
import { apacheModule, directive, full } from './define.js';
import { sessionKeyIn } from './gssapi-words.js';

const sections = ['AuthConfig'] as const;

/**
 * kerbgate's own directives, which httpd does not know. Inside `<IfModule mod_kerbgate.c>` httpd skips them, so that one file serves
 * both. Everything is off unless it is written.
 */
export const modKerbgate = apacheModule({
  name: 'mod_kerbgate',
  identifier: 'kerbgate_module',
  own: true,
  sections: 'merge',
  directives: {
    KerbgateSessionKeys: directive({
      summary: 'Further keys that open session cookies; GssapiSessionKey seals them.',
      in: sections,
      args: iterate('Keys that open sessions', (value) => ({ value: sessionKeyIn(value) })),
      repeat: 'add',
      support: full,
      example: 'KerbgateSessionKeys key:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
    }),
    KerbgateChannelBinding: directive({
      summary: 'Whether tickets must belong to the TLS connection that they come on (RFC 5929).',
      in: sections,
      args: one(
        'off, optional or required',
        choice(['off', 'optional', 'required'], 'KerbgateChannelBinding must be off, optional or required'),
      ),
      default: 'off',
      support: full,
      example: 'KerbgateChannelBinding required',
    }),
    KerbgateOptionalLogin: directive({
      summary: 'Takes a login that comes where none is needed, and goes on without one.',
      in: sections,
      args: flag('whether credentials count where Require needs none'),
      default: 'Off',
      support: full,
      example: 'KerbgateOptionalLogin On',
    }),
    KerbgatePacGroups: directive({
      summary:
        "Reads the user's groups from Microsoft's data in tickets, for Require pac-group and KERBGATE_GROUP_SIDS. Sessions tell none: where it is On each login is made anew.",
      in: sections,
      args: flag('whether groups are read from tickets'),
      default: 'Off',
      support: full,
      example: 'KerbgatePacGroups On',
    }),
    KerbgatePacGroupFile: directive({
      summary: 'A file of lines with a SID, a blank and a name that Require pac-group may use for it.',
      in: sections,
      args: one('text file of SIDs and names', text),
      support: full,
      example: 'KerbgatePacGroupFile /etc/httpd.groups',
    }),
    KerbgateForbiddenOnFailure: directive({
      summary: 'Answers 403 to known users who may not, where AuthzSendForbiddenOnFailure says nothing.',
      in: ['server'],
      args: flag('whether known users get 403'),
      default: 'Off',
      support: full,
      example: 'KerbgateForbiddenOnFailure On',
    }),
    KerbgateAuthRequest: directive({
      summary:
        'Answers what a server in front asks about its requests (auth_request of nginx), in place of serving; the ports of Listen are left to that server.',
      in: ['server'],
      notIn: ['VirtualHost'],
      args: argvLine(
        'an address with a port to be asked at, and the addresses that may ask',
        authRequestWords,
      ),
      support: full,
      example: 'KerbgateAuthRequest 127.0.0.1:8079 127.0.0.1',
    }),
  },
});
