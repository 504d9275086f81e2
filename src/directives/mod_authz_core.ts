import { type ArgumentShape, choice, flag, one, raw } from './args.js';
import { addedAuthz } from './authz-aliases.js';
import { aliasTest, type RequirementArgument, requirement } from './authz-words.js';
import { apacheModule, directive, full, section } from './define.js';

const sections = ['AuthConfig'] as const;

/** Require containers take nothing behind their name. */
const bare = (usage: string): ArgumentShape<undefined> => ({
  kind: 'raw',
  usage,
  parse: ({ name, args }) =>
    args.raw === ''
      ? { value: undefined }
      : { problem: `<${name}> directive doesn't take additional arguments` },
});

/** What an AuthzProviderAlias block names and stands for. */
export interface AuthzAliasArguments {
  readonly provider: string;
  readonly alias: string;
  readonly test: RequirementArgument;
}

const aliasBlock: ArgumentShape<AuthzAliasArguments> = {
  kind: 'raw',
  usage: "container for grouping an authorization provider's directives under a provider alias",
  parse: (input) => {
    const [provider, alias, argument = ''] = input.args.words.map((word) => word.value);
    if (!provider || !alias) return { problem: `<${input.name}> directive requires additional arguments` };
    const test = aliasTest(input, provider, argument);
    if ('problem' in test) return { ...test, late: true };
    addedAuthz(input.machine).set(alias, 'alias');
    return { value: { provider, alias, test: test.value } };
  },
};

/** mod_authz_core: Require and its containers. */
export const modAuthzCore = apacheModule({
  name: 'mod_authz_core',
  identifier: 'authz_core_module',
  sections: 'merge',
  directives: {
    AuthzProviderAlias: section({
      summary: 'Names a Require line so that it can be used in several places.',
      in: ['server'],
      notIn: ['VirtualHost'],
      args: aliasBlock,
      opens: 'provider',
      support: full,
      example: '<AuthzProviderAlias user staff "alice bob">\n</AuthzProviderAlias>',
    }),
    Require: directive({
      summary: 'A condition for being let in: a user, a group, an address, an expression …',
      in: sections,
      args: raw(
        'specifies authorization directives which one must pass (or not) for a request to suceeed',
        requirement,
      ),
      repeat: 'add',
      support: full,
      example: 'Require valid-user',
    }),
    RequireAll: section({
      summary: 'Holds when none of its requirements fails and one holds.',
      in: sections,
      args: bare(
        'container for grouping authorization directives of which none must fail and at least one must pass for a request to succeed',
      ),
      opens: 'authz',
      support: full,
      example: '<RequireAll>\nRequire valid-user\n</RequireAll>',
    }),
    RequireAny: section({
      summary: 'Holds when one of its requirements holds.',
      in: sections,
      args: bare(
        'container for grouping authorization directives of which one must pass for a request to succeed',
      ),
      opens: 'authz',
      support: full,
      example: '<RequireAny>\nRequire valid-user\n</RequireAny>',
    }),
    RequireNone: section({
      summary: 'Fails when one of its requirements holds.',
      in: sections,
      args: bare(
        'container for grouping authorization directives of which none must pass for a request to succeed',
      ),
      opens: 'authz',
      support: full,
      example:
        '<RequireAll>\nRequire valid-user\n<RequireNone>\nRequire user mallory\n</RequireNone>\n</RequireAll>',
    }),
    AuthMerging: directive({
      summary: "How a section's requirements combine with those around it.",
      in: sections,
      args: one(
        "controls how a <Directory>, <Location>, or similar directive's authorization directives are combined with those of its predecessor",
        choice(['Off', 'And', 'Or'], 'AuthMerging must be one of: Off | And | Or'),
      ),
      default: 'Off',
      support: full,
      example: 'AuthMerging And',
    }),
    AuthzSendForbiddenOnFailure: directive({
      summary: 'Answers 403 in place of 401 to users who are known and not let in.',
      in: sections,
      args: flag(
        "Controls if an authorization failure should result in a '403 FORBIDDEN' response instead of the HTTP-conforming '401 UNAUTHORIZED'",
      ),
      default: 'Off',
      support: full,
      example: 'AuthzSendForbiddenOnFailure On',
    }),
  },
});
