/** What is wrong with an LDAP URL, in the words of apr_ldap_url_parse, or undefined. */
export function ldapUrlProblem(text: string): string | undefined {
  const rest = /^<?(?:URL:)?ldap[si]?:\/\/(.*)$/is.exec(text)?.[1];
  if (rest === undefined) return 'The scheme was not recognised as a valid LDAP URL scheme.';
  const enclosed = text.startsWith('<');
  if (enclosed && !rest.endsWith('>')) return 'Bad enclosure error while parsing LDAP URL.';
  const url = enclosed ? rest.slice(0, -1) : rest;
  const slash = url.indexOf('/');
  if (slash === -1) return hostProblem(url);
  return hostProblem(url.slice(0, slash)) ?? partsProblem(url.slice(slash + 1).split('?'));
}

function hostProblem(host: string): string | undefined {
  const bracket = host.indexOf(']');
  if (host.startsWith('[') && bracket === -1) return 'Bad LDAP URL while parsing IPV6 syntax.';
  const behind = host.startsWith('[') ? host.slice(bracket + 1) : host;
  const colon = behind.lastIndexOf(':');
  return colon !== -1 && unescaped(behind.slice(colon + 1)) === ''
    ? 'Bad LDAP URL while parsing.'
    : undefined;
}

const scopes = new Set(['one', 'onetree', 'base', 'sub', 'subtree']);

/** `dn?attributes?scope?filter?extensions`. */
function partsProblem(parts: readonly string[]): string | undefined {
  const [, , scope = '', filter = '', extensions, extra] = parts;
  if (scope !== '' && !scopes.has(unescaped(scope).toLowerCase()))
    return 'Bad scope encountered while parsing LDAP URL.';
  if (filter !== '' && unescaped(filter) === '') return 'Bad filter encountered while parsing LDAP URL.';
  if (extra !== undefined) return 'Bad URL encountered while parsing LDAP URL.';
  if (extensions === undefined || /[^,]/.test(extensions)) return undefined;
  return 'Bad extensions encountered while parsing LDAP URL.';
}

/** Percent escapes resolved; one that breaks off at the end is dropped, and a zero byte ends the text, as in C. */
function unescaped(text: string): string {
  const whole = text
    .replace(/%.?$/, '')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return whole.split('\0', 1)[0]!;
}

/** What an LDAP URL names. Hosts stand apart by blanks or commas, each with its port or without. */
export interface LdapUrlParts {
  readonly scheme: 'ldap' | 'ldaps' | 'ldapi';
  readonly hosts: readonly { readonly name: string; readonly port?: number }[];
  readonly base: string;
  readonly attributes: readonly string[];
  readonly scope: 'base' | 'one' | 'sub';
  /** With its brackets, as written. */
  readonly filter?: string;
}

/** Takes a URL apart in which `ldapUrlProblem` finds nothing. */
export function ldapUrlParts(text: string): LdapUrlParts {
  const [, scheme = 'ldap', rest = ''] = /^<?(?:URL:)?(ldap[si]?):\/\/(.*)$/is.exec(text) ?? [];
  const url = text.startsWith('<') ? rest.slice(0, -1) : rest;
  const slash = url.indexOf('/');
  const host = slash === -1 ? url : url.slice(0, slash);
  const [base = '', attributes = '', scope = '', filter = ''] = (
    slash === -1 ? '' : url.slice(slash + 1)
  ).split('?');
  return {
    scheme: scheme.toLowerCase() as LdapUrlParts['scheme'],
    hosts: hostsOf(unescaped(host)),
    base: unescaped(base),
    attributes: unescaped(attributes)
      .split(',')
      .filter((attribute) => attribute !== ''),
    scope: scopeOf(unescaped(scope).toLowerCase()),
    ...(filter === '' ? {} : { filter: unescaped(filter) }),
  };
}

function scopeOf(word: string): LdapUrlParts['scope'] {
  if (word.startsWith('one')) return 'one';
  return word.startsWith('sub') ? 'sub' : 'base';
}

function hostsOf(text: string): LdapUrlParts['hosts'] {
  const found = text.split(/[ ,]+/).flatMap((word) => {
    if (word === '') return [];
    const [, name = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*).*)?$/.exec(word) ?? [];
    return [{ name: name || 'localhost', ...(port ? { port: Number(port) } : {}) }];
  });
  return found.length > 0 ? found : [{ name: 'localhost' }];
}
