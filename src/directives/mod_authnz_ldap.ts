import { flag } from './args.js';
import { authnzLdapChecks } from './authnz-ldap-checks.js';
import { apacheModule, directive, full, partial, refused } from './define.js';
import { countedShape } from './known/shape.js';

const anywhere = ['AuthConfig'] as const;
const server = ['server'] as const;

/** mod_authnz_ldap: users, passwords and groups of an LDAP directory. */
export const modAuthnzLdap = apacheModule({
  name: 'mod_authnz_ldap',
  identifier: 'authnz_ldap_module',
  sections: 'replace',
  directives: {
    AuthLDAPURL: directive({
      summary: 'Server, base, attribute, scope and filter that users are looked up with.',
      in: anywhere,
      args: countedShape(
        'one-or-two',
        'URL to define LDAP connection. This should be an RFC 2255 compliant\nURL of the form ldap://host[:port]/basedn[?attrib[?scope[?filter]]].\n<ul>\n<li>Host is the name of the LDAP server. Use a space separated list of hosts \nto specify redundant servers.\n<li>Port is optional, and specifies the port to connect to.\n<li>basedn specifies the base DN to start searches from\n<li>Attrib specifies what attribute to search for in the directory. If not provided, it defaults to <b>uid</b>.\n<li>Scope is the scope of the search, and can be either <b>sub</b> or <b>one</b>. If not provided, the default is <b>sub</b>.\n<li>Filter is a filter to use in the search. If not provided, defaults to <b>(objectClass=*)</b>.\n</ul>\nSearches are performed using the attribute and the filter combined. For example, assume that the\nLDAP URL is <b>ldap://ldap.airius.com/ou=People, o=Airius?uid?sub?(posixid=*)</b>. Searches will\nbe done using the filter <b>(&((posixid=*))(uid=<i>username</i>))</b>, where <i>username</i>\nis the user name passed by the HTTP client. The search will be a subtree search on the branch <b>ou=People, o=Airius</b>.',
        authnzLdapChecks.AuthLDAPURL,
      ),
      repeat: 'add',
      support: full,
      example: 'AuthLDAPURL "ldap://ldap.example.test/ou=people,dc=example,dc=test?uid"',
    }),
    AuthLDAPBindDN: directive({
      summary: 'Who to log in as for looking users up; without it nobody in particular.',
      in: anywhere,
      args: countedShape(
        'one',
        'DN to use to bind to LDAP server. If not provided, will do an anonymous bind.',
      ),
      support: full,
      example: 'AuthLDAPBindDN cn=reader,dc=example,dc=test',
    }),
    AuthLDAPBindPassword: directive({
      summary: 'The password of AuthLDAPBindDN.',
      in: anywhere,
      args: countedShape(
        'one',
        'Password to use to bind to LDAP server. If not provided, will do an anonymous bind.',
        authnzLdapChecks.AuthLDAPBindPassword,
      ),
      support: partial('exec: is refused: no program is run for it'),
      example: 'AuthLDAPBindPassword secret',
    }),
    AuthLDAPBindAuthoritative: directive({
      summary: 'Whether a login that failed is refused, or left to the next provider.',
      in: anywhere,
      args: flag("Set to 'on' to return failures when user-specific bind fails - defaults to on."),
      default: 'On',
      support: full,
      example: 'AuthLDAPBindAuthoritative Off',
    }),
    AuthLDAPRemoteUserIsDN: directive({
      summary: "Makes the user's DN the name of the user.",
      in: anywhere,
      args: flag(
        "Set to 'on' to set the REMOTE_USER environment variable to be the full DN of the remote user. By default, this is set to off, meaning that the REMOTE_USER variable will contain whatever value the remote user sent.",
      ),
      default: 'Off',
      support: full,
      example: 'AuthLDAPRemoteUserIsDN On',
    }),
    AuthLDAPRemoteUserAttribute: directive({
      summary: 'Makes an attribute of the user the name of the user.',
      in: anywhere,
      args: countedShape(
        'one',
        'Override the user supplied username and place the contents of this attribute in the REMOTE_USER environment variable.',
      ),
      support: full,
      example: 'AuthLDAPRemoteUserAttribute mail',
    }),
    AuthLDAPCompareDNOnServer: directive({
      summary: 'Lets the directory say whether two DNs are the same.',
      in: anywhere,
      args: flag(
        "Set to 'on' to force auth_ldap to do DN compares (for the \"require dn\" directive) using the server, and set it 'off' to do the compares locally (at the expense of possible false matches). See the documentation for a complete description of this option.",
      ),
      default: 'Off',
      support: full,
      example: 'AuthLDAPCompareDNOnServer On',
    }),
    AuthLDAPSubGroupAttribute: directive({
      summary: 'Attributes of a group that name groups in it.',
      in: anywhere,
      args: countedShape(
        'iterate',
        'Attribute labels used to define sub-group (or nested group) membership in groups - defaults to member and uniqueMember',
        authnzLdapChecks.AuthLDAPSubGroupAttribute,
      ),
      repeat: 'add',
      default: 'member uniqueMember',
      support: full,
      example: 'AuthLDAPSubGroupAttribute member',
    }),
    AuthLDAPSubGroupClass: directive({
      summary: 'Object classes that make an entry a group.',
      in: anywhere,
      args: countedShape(
        'iterate',
        'LDAP objectClass values used to identify sub-group instances - defaults to groupOfNames and groupOfUniqueNames',
        authnzLdapChecks.AuthLDAPSubGroupClass,
      ),
      repeat: 'add',
      default: 'groupOfNames groupOfUniqueNames',
      support: full,
      example: 'AuthLDAPSubGroupClass groupOfNames',
    }),
    AuthLDAPMaxSubGroupDepth: directive({
      summary: 'How deep groups may be nested.',
      in: anywhere,
      args: countedShape(
        'one',
        'Maximum subgroup nesting depth to be evaluated - defaults to 10 (top-level group = 0)',
      ),
      default: '10',
      support: full,
      example: 'AuthLDAPMaxSubGroupDepth 2',
    }),
    AuthLDAPGroupAttribute: directive({
      summary: 'Attributes of a group that name its members.',
      in: anywhere,
      args: countedShape(
        'iterate',
        'A list of attribute labels used to identify the user members of groups - defaults to member and uniquemember',
        authnzLdapChecks.AuthLDAPGroupAttribute,
      ),
      repeat: 'add',
      default: 'member uniqueMember',
      support: full,
      example: 'AuthLDAPGroupAttribute memberUid',
    }),
    AuthLDAPGroupAttributeIsDN: directive({
      summary: 'Whether groups hold DNs of their members, or names.',
      in: anywhere,
      args: flag(
        "If set to 'on', auth_ldap uses the DN that is retrieved from the server for subsequent group comparisons. If set to 'off', auth_ldap uses the string provided by the client directly. Defaults to 'on'.",
      ),
      default: 'On',
      support: full,
      example: 'AuthLDAPGroupAttributeIsDN Off',
    }),
    AuthLDAPDereferenceAliases: directive({
      summary: 'When aliases in the directory are followed.',
      in: anywhere,
      args: countedShape(
        'one',
        'Determines how aliases are handled during a search. Can be one of the values "never", "searching", "finding", or "always". Defaults to always.',
        authnzLdapChecks.AuthLDAPDereferenceAliases,
      ),
      default: 'always',
      support: full,
      example: 'AuthLDAPDereferenceAliases never',
    }),
    AuthLDAPCharsetConfig: directive({
      summary: 'A table of the character sets of languages.',
      in: server,
      args: countedShape(
        'one',
        'Character set conversion configuration file. If omitted, character set conversion is disabled.',
      ),
      support: refused(
        'names and passwords are taken as UTF-8, which clients send today: take the directive out',
      ),
      example: 'AuthLDAPCharsetConfig conf/charset.conv',
    }),
    AuthLDAPAuthorizePrefix: directive({
      summary: 'What the names of variables begin with that authorization sets.',
      in: anywhere,
      args: countedShape(
        'one',
        "The prefix to add to environment variables set during successful authorization, default 'AUTHORIZE_'",
      ),
      default: 'AUTHORIZE_',
      support: full,
      example: 'AuthLDAPAuthorizePrefix LDAP_',
    }),
    AuthLDAPInitialBindAsUser: directive({
      summary: 'Looks the user up as the user.',
      in: anywhere,
      args: flag(
        "Set to 'on' to perform the initial DN lookup with the basic auth credentials instead of anonymous or hard-coded credentials",
      ),
      default: 'Off',
      support: full,
      example: 'AuthLDAPInitialBindAsUser On',
    }),
    AuthLDAPInitialBindPattern: directive({
      summary: 'Makes of the name that was sent one that can log in to the directory.',
      in: anywhere,
      args: countedShape(
        'two',
        'The regex and substitution to determine a username that can bind based on an HTTP basic auth username',
        authnzLdapChecks.AuthLDAPInitialBindPattern,
      ),
      default: '(.*) $1',
      support: full,
      example: 'AuthLDAPInitialBindPattern (.+) $1@example.test',
    }),
    AuthLDAPSearchAsUser: directive({
      summary: 'Searches for authorization as the user.',
      in: anywhere,
      args: flag(
        "Set to 'on' to perform authorization-based searches with the users credentials, when this module has also performed authentication.  Does not affect nested groups lookup.",
      ),
      default: 'Off',
      support: full,
      example: 'AuthLDAPSearchAsUser On',
    }),
    AuthLDAPCompareAsUser: directive({
      summary: 'Compares for authorization as the user.',
      in: anywhere,
      args: flag(
        "Set to 'on' to perform authorization-based compares with the users credentials, when this module has also performed authentication.  Does not affect nested groups lookups.",
      ),
      default: 'Off',
      support: full,
      example: 'AuthLDAPCompareAsUser On',
    }),
  },
});
