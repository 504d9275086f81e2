import type { ArgumentShape } from './args.js';
import { addAuthnProvider, authnProvider } from './authn-providers.js';
import { apacheModule, directive, full, section } from './define.js';
import { oneText } from './expression.js';

const sections = ['AuthConfig'] as const;

/** The provider and the alias that an AuthnProviderAlias block gives it. */
export interface AuthnAliasArguments {
  readonly provider: string;
  readonly alias: string;
}

const aliasBlock: ArgumentShape<AuthnAliasArguments> = {
  kind: 'raw',
  usage: "container for grouping an authentication provider's directives under a provider alias",
  parse: (input) => {
    const [provider, alias] = input.args.words.map((word) => word.value);
    if (!provider || !alias) return { problem: `<${input.name}> directive requires additional arguments` };
    if (provider.toLowerCase() === alias.toLowerCase())
      return { problem: 'The alias provider name must be different from the base provider name.' };
    if (authnProvider(alias, input))
      return {
        problem: `The alias provider ${alias} has already be registered previously as either a base provider or an alias provider.`,
      };
    const base = authnProvider(provider, input);
    if (!base) return { problem: `Unknown Authn provider: ${provider}`, late: true };
    addAuthnProvider(alias, base, input);
    return { value: { provider, alias } };
  },
};

/** mod_authn_core: which kind of login, and for which realm. */
export const modAuthnCore = apacheModule({
  name: 'mod_authn_core',
  identifier: 'authn_core_module',
  sections: 'merge',
  directives: {
    AuthType: directive({
      summary: 'The kind of login: GSSAPI, Kerberos, Basic, None …',
      in: sections,
      args: oneText(
        'an HTTP authorization type (e.g., "Basic")',
        (written) => `Cannot parse expression '${written}' in AuthType: `,
      ),
      default: 'None',
      support: full,
      example: 'AuthType GSSAPI',
    }),
    AuthName: directive({
      summary: 'The realm that a password prompt shows.',
      in: sections,
      args: oneText(
        'the authentication realm (e.g. "Members Only")',
        (written) => `Cannot parse expression '${written}' in AuthName: `,
      ),
      support: full,
      example: 'AuthName "Members only"',
    }),
    AuthnProviderAlias: section({
      summary: 'Names a configured password provider so that it can be used in several places.',
      in: ['server'],
      notIn: ['VirtualHost'],
      args: aliasBlock,
      opens: 'provider',
      support: full,
      example: '<AuthnProviderAlias file staff>\nAuthUserFile /etc/httpd.users\n</AuthnProviderAlias>',
    }),
  },
});
