import type { RequireArguments } from '../directives/authz-words.js';
import type { ErrorDocumentArguments, OptionArgument } from '../directives/core-words.js';
import { knownMethods } from '../directives/methods.js';
import type { AuthzAliasArguments } from '../directives/mod_authz_core.js';
import type { LogLevelArgument } from '../directives/server-words.js';
import { findGroup, findUser } from '../source/accounts.js';
import type { Directive, Section } from '../syntax/tree.js';
import type { BoundDirective } from './bound.js';
import { makeKnown } from './limits.js';
import { lastLine } from './lines.js';
import { isLoggable } from './modules.js';
import { belowRoot, isFolder } from './paths.js';
import { checkNegated } from './requirements.js';
import { type Run, report } from './run.js';
import type { Surroundings } from './surroundings.js';

type Check = (run: Run, directive: BoundDirective, around: Surroundings) => void;

/** What a directive needs beyond its own words: loaded modules, folders, where it stands. By canonical name. */
export const checks: Readonly<Record<string, Check>> = {
  Require(run, directive, around) {
    const { args, at } = directive;
    const { negated, test } = args as RequireArguments;
    if (test.provider === 'method') checkMethods(run, test.methods, at);
    if (negated) checkNegated(run, directive, around);
  },
  AllowMethods(run, { args, at }) {
    const methods = args as readonly string[];
    if (methods.length > 1 || methods[0]?.toLowerCase() !== 'reset')
      checkMethods(run, methods, at, 'AllowMethods: ');
  },
  RegisterHttpMethod(run, { args }) {
    for (const method of args as readonly string[]) makeKnown(run.methods, method);
  },
  LogLevel(run, { args, at }) {
    for (const { module } of args as readonly LogLevelArgument[])
      if (module !== undefined && !isLoggable(run.loaded, module))
        report(run, 'unknown-module', at.args.span, `Cannot find module ${module}`);
  },
  User(run, { args, at }) {
    if (findUser(args as string)) return;
    report(run, 'no-such-user', at.args.span, `bad user name ${args}`, { missingHere: true });
  },
  Group(run, { args, at }) {
    if (findGroup(args as string) !== undefined) return;
    report(run, 'no-such-group', at.args.span, `bad group name ${args}`, { missingHere: true });
  },
  DocumentRoot(run, { args, at }, { inHost }) {
    const folder = args as string;
    if (isFolder(run.serverRoot, folder)) return;
    if (inHost)
      report(
        run,
        'no-such-folder',
        at.args.span,
        `AH00112: Warning: DocumentRoot [${belowRoot(run.serverRoot, folder)}] does not exist`,
        {
          severity: 'warning',
        },
      );
    else {
      const message = `DocumentRoot '${belowRoot(run.serverRoot, folder)}' is not a directory, or is not readable`;
      report(run, 'no-such-folder', at.args.span, message, { missingHere: true });
    }
  },
  Options: checkOptions,
  AllowOverride(run, { at }, around) {
    if (forbiddenInFile(run, at, 'AllowOverride')) return;
    const place = `in line ${lastLine(at.span)} of ${at.span.file.path}.`;
    warnUseless(run, at, around, `Useless use of AllowOverride ${place}`);
  },
  AllowOverrideList(run, { at }, around) {
    if (forbiddenInFile(run, at, 'AllowOverrideList')) return;
    const place = `at ${at.span.file.path}:${lastLine(at.span)}`;
    warnUseless(run, at, around, `Useless use of AllowOverrideList ${place}`);
  },
  ErrorDocument(run, { args, at }) {
    if ((args as ErrorDocumentArguments).document.kind !== 'dropped') return;
    const message = `${at.span.file.path}:${lastLine(at.span)} cannot use a full URL in a 401 ErrorDocument directive --- ignoring!`;
    report(run, 'ignored', at.args.span, message, {
      severity: 'warning',
      why: 'A redirect would lose the 401, and with it the challenge.',
      hint: 'name a page of this site by its path',
    });
  },
  Error(run, { args, at }) {
    const text = args as string;
    // Quotes go only where the first and the last byte are the same one.
    const quoted = /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
    const message = text === '' ? 'The Error directive was used with no message.' : quoted;
    report(run, 'configured-error', at.args.span, message);
  },
};

/** Options that a per-directory file may not touch (`AllowOverride Options=`). */
function checkOptions(run: Run, { args, at }: BoundDirective): void {
  const allowed = run.options.allowance?.options;
  if (!allowed) return;
  for (const { option } of args as readonly OptionArgument[]) {
    const needed = optionsIn[option] ?? [option];
    if (!needed.every((each) => allowed.has(each)))
      report(run, 'not-allowed-here', at.args.span, `Option ${option} not allowed here`);
  }
}

/** Words that stand for other options than themselves. */
const optionsIn: Readonly<Partial<Record<OptionArgument['option'], readonly string[]>>> = {
  All: ['Indexes', 'Includes', 'FollowSymLinks', 'ExecCGI'],
  RunScripts: ['MultiViews', 'ExecCGI'],
  None: [],
};

function forbiddenInFile(run: Run, at: BoundDirective['at'], name: string): boolean {
  if (!run.options.allowance) return false;
  report(run, 'not-allowed-here', at.nameSpan, `${name} cannot occur within htaccess files`);
  return true;
}

/** Sections in which httpd warns of AllowOverride, however deep it stands in them. */
const withoutOverrides: ReadonlySet<string> = new Set([
  'Location',
  'LocationMatch',
  'Files',
  'FilesMatch',
  'If',
  'ElseIf',
  'Else',
]);

function warnUseless(run: Run, at: BoundDirective['at'], around: Surroundings, message: string): void {
  const { sections, limits } = around;
  const elsewhere = sections.some((name) => withoutOverrides.has(name));
  if (!elsewhere && limits.length === 0) return;
  report(run, 'useless', at.nameSpan, message, {
    severity: 'warning',
    why: elsewhere
      ? 'It counts in <Directory> only, and not in sections within.'
      : 'It counts for all methods: <Limit> does not confine it.',
    hint: elsewhere ? 'write it directly in <Directory>, or take it out' : 'write it outside of <Limit>',
  });
}

/** The methods of an AuthzProviderAlias are judged behind what is in it. */
export function checkAlias(run: Run, at: Section, args: unknown): void {
  const { test } = args as Partial<AuthzAliasArguments>;
  if (test?.provider !== 'method') return;
  checkMethods(run, test.methods, at, `Can't parse 'Require method ${test.methods.join(' ')}': `);
}

function checkMethods(run: Run, methods: readonly string[], at: Directive | Section, before = ''): void {
  const unknown = methods.find((method) => !knownMethods.has(method) && !run.methods.has(method));
  if (unknown === undefined) return;
  const hint = knownMethods.has(unknown.toUpperCase()) ? 'method names are in upper case' : undefined;
  report(run, 'unknown-method', at.args.span, `${before}Invalid Method '${unknown}'`, { hint });
}
