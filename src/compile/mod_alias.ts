import type { AliasArguments, RedirectArguments } from '../directives/alias-words.js';
import { modAlias } from '../directives/mod_alias.js';
import type { Alias } from '../ruleset/mod_alias.js';
import { append } from './draft.js';
import { lowerings, type To } from './lowering.js';

type Here = To<'mod_alias'>;

export const alias = lowerings(modAlias, {
  Alias(args, to) {
    addAlias(args, to);
  },
  ScriptAlias(args, to) {
    addAlias(args, to, 'cgi-script');
  },
  AliasMatch([pattern, target], to) {
    addPattern(pattern, target, to);
  },
  ScriptAliasMatch([pattern, target], to) {
    addPattern(pattern, target, to, 'cgi-script');
  },
  Redirect(args, to) {
    addRedirect(args, to);
  },
  RedirectMatch(args, to) {
    addRedirect(args, to);
  },
  RedirectTemp(args, to) {
    addRedirect(args, to);
  },
  RedirectPermanent(args, to) {
    addRedirect(args, to);
  },
  RedirectRelative(on, to) {
    to.settings.relativeRedirects = on;
  },
  AliasPreservePath(on, to) {
    to.settings.preservePath = on;
  },
});

const badPattern = 'Regular expression could not be compiled.';

function addAlias(args: AliasArguments, to: Here, handler?: string): void {
  const forced = handler === undefined ? {} : { handler };
  const prefix = 'path' in to.place ? { prefix: to.place.path } : {};
  if (args.path === undefined) to.settings.alias = { target: args.target, ...prefix, ...forced };
  else push({ kind: 'prefix', prefix: args.path }, to.path(args.target), to, handler);
}

function addPattern(pattern: string, target: string, to: Here, handler?: string): void {
  const regex = to.regex(pattern, '', badPattern);
  // What a group begins with is known only when a request comes.
  if (regex) push({ kind: 'regex', regex }, target.startsWith('$') ? target : to.path(target), to, handler);
}

function push(match: Alias['match'], target: string, to: Here, handler: string | undefined): void {
  to.server.mod_alias.aliases.push({
    match,
    target,
    ...(handler === undefined ? {} : { handler }),
    from: to.origin,
  });
}

/** Without a path the section's own counts; with one it is a list, kept by the server or by the section it stands in. */
function addRedirect({ status, regex, path, url }: RedirectArguments, to: Here): void {
  const place = url === undefined ? {} : { url };
  if (path === undefined) {
    to.settings.redirect = { status, ...place };
    return;
  }
  const match = regex ? to.regex(path, '', badPattern) : undefined;
  if (regex && !match) return;
  const redirect = {
    match: match ? ({ kind: 'regex', regex: match } as const) : ({ kind: 'prefix', prefix: path } as const),
    status,
    ...(typeof url === 'string' ? { url } : {}),
    from: to.origin,
  };
  if (to.place.kind === 'server') to.server.mod_alias.redirects.push(redirect);
  else to.settings.redirects = append(to.settings.redirects, redirect);
}
