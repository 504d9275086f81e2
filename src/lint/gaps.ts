import { mayBelongToStranger } from '../bind/unknown.js';
import { lookUp } from '../directives/index.js';
import { foreignModule, foreignProvider } from '../directives/known/foreign.js';
import { nearest } from '../directives/nearest.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { allLines, isSettingSection, type Line, rawOf, roomOf } from './line.js';

/** A line that is not understood, so that what is in force where it stands is not known in full. */
export interface Gap {
  readonly diagnostic: Diagnostic;
  /** The section whose settings it may make; absent at the level of servers. */
  readonly room: Line | undefined;
  /** The module that it is of, as far as its name tells; absent: it may say anything. */
  readonly module: string | undefined;
  /** Dots that somebody wrote for lines that do not matter for what is shown. */
  readonly isLeftOut: boolean;
  /** A Require of a module of somebody else that may let in and keeps nobody out: what is open without it is open with it. */
  readonly onlyAdmits?: boolean;
}

/** Whether httpd stops at a finding; what only this machine lacks, or kerbgate does not serve, is left to others. */
export function refusesReading({ severity, stage, code, missingHere }: Diagnostic): boolean {
  return severity === 'error' && stage !== 'compile' && code !== 'not-served' && !missingHere;
}

/** A line of a module of somebody else: a server that has it takes the line, and who may is decided without it. */
export function isBeside(diagnostic: Diagnostic): boolean {
  const { code, span, message } = diagnostic;
  if (message === 'Unknown DAV provider: svn') return true;
  if (code !== 'unknown-directive' || !span) return false;
  return foreignModule(textOf(span)) !== undefined || mayBelongToStranger(diagnostic);
}

/** Whether a line names a provider that a module of somebody else brings: httpd takes it where that is loaded. */
export function isForeignProvider({ message }: Diagnostic): boolean {
  const [, kind, name = ''] = /^Unknown (Authz|Authn) provider: (\S+)/.exec(message) ?? [];
  if (kind === 'Authz') return foreignProvider(name) !== undefined;
  return kind === 'Authn' && foreignAuthn.test(name);
}

/** Whether a finding is about a file or folder that the machine may have which the text is meant for. */
export const namesMissing = ({ code }: Diagnostic): boolean =>
  ['include-failed', 'file-unreadable', 'no-such-folder'].includes(code);

const foreignAuthn = /^(?:PAM|external|wsgi|sspi|mysql|pgsql|yubico|radius)$/i;

/** Signs of a template: what it puts in is not known. */
const hole =
  /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|@@?[A-Za-z_]\w*@@?|(?<![%$\\{\w)\]])\{[A-Za-z_][\w.]*\}|\$\{[A-Za-z_]\w*\}|\$[A-Z_]{3,}\b|__[A-Z][A-Z0-9_]*__/;

/** The first hole that a template, or a variable that is not known, leaves in a text. */
export const holeIn = (text: string): string | undefined => hole.exec(text)?.[0];

/** The first hole of the line that a finding is about, if a template left one there; of a line that begins with none it takes more than a hole to be unknown. */
export function holeAt({ span, code }: Diagnostic): string | undefined {
  if (!span) return undefined;
  const { file, start, end } = writtenAt(span);
  const from = file.text.lastIndexOf('\n', start - 1) + 1;
  const to = file.text.indexOf('\n', end);
  if (code === 'unknown-directive' && !/^(?:\{[{%]|<?%|@|\$)/.test(file.text.slice(start, end)))
    return hole.exec(file.text.slice(start, end))?.[0];
  return hole.exec(file.text.slice(from, to === -1 ? undefined : to))?.[0];
}

/** What is not understood of a text; `controls` are the lines of a template that says what is written and what not. */
export function gapsOf(
  diagnostics: readonly Diagnostic[],
  lines: readonly Line[],
  controls: readonly Span[] = [],
): readonly Gap[] {
  const refusing = diagnostics.filter((each) => refusesReading(each) && !isBeside(each));
  if (refusing.length + controls.length === 0) return [];
  const index = indexOf(lines);
  return [...refusing.map((each) => gapAt(each, index)), ...controls.map((span) => controlGap(span, index))];
}

/** Both branches of a template are read, so that nothing is sure about the section that it stands in. */
function controlGap(span: Span, index: Starts): Gap {
  const around = index
    .get(span.file.path)
    ?.findLast(({ at }) => at.kind === 'section' && at.span.start <= span.start && span.end <= at.span.end);
  const room = around && (isSettingSection(around) ? around : roomOf(around));
  const message = 'a line of a template';
  const diagnostic = { code: 'template', severity: 'error', stage: 'read', span, message } as const;
  return { diagnostic, room, module: undefined, isLeftOut: false };
}

/** Modules that decide who may. */
const ofAccess =
  /^(?:core|mod_authz_\w+|mod_authn_core|mod_authnz_ldap|mod_access_compat|mod_allowmethods|mod_kerbgate)$/;
const ofLogin = /^mod_(?:auth_|authn_|session)/;

/** What decides whether a rule is told where a line is not understood. */
interface Judge {
  readonly group: string;
  readonly judges?: 'absence' | 'server' | 'settings' | undefined;
}

/** Whether a line that is not understood could undo what a rule finds where the line counts. */
export function clouds({ module, isLeftOut, onlyAdmits }: Gap, { group, judges }: Judge): boolean {
  if (isLeftOut) return judges === 'absence';
  if (module === undefined) return true;
  if (onlyAdmits && group === 'opens') return false;
  if (ofAccess.test(module)) return judges !== 'settings';
  if (ofLogin.test(module)) return group !== 'opens';
  return module === 'mod_headers' || module === 'mod_setenvif';
}

function gapAt(diagnostic: Diagnostic, index: ReadonlyMap<string, readonly Line[]>): Gap {
  const line = diagnostic.span && lineAround(diagnostic.span, index);
  if (!line) return { diagnostic, room: undefined, module: undefined, isLeftOut: false };
  const isSection = line.at.kind === 'section' && !line.name.startsWith('<Require');
  return {
    diagnostic,
    room: roomOf(line),
    module: isSection || /^<?Include/.test(line.name) ? undefined : moduleOf(line),
    isLeftOut: isDots(line.at.name),
    onlyAdmits: isForeignProvider(diagnostic) && admitsBeside(line),
  };
}

/** Whether a Require is one of several of its section of which any is enough. */
function admitsBeside(line: Line): boolean {
  const room = roomOf(line);
  if (line.name !== 'Require' || !room || /^not\b/i.test(rawOf(line))) return false;
  if (line.around.some(({ name }) => name === '<RequireAll' || name === '<RequireNone')) return false;
  return [...allLines(room.inner)].some(({ name, bound }) => name === 'Require' && bound !== undefined);
}

/** Whether somebody wrote dots for what is left out. */
export const isDots = (name: string): boolean => /^\[?(?:\.{2,}|\xe2\x80\xa6)\]?$/.test(name);

function moduleOf({ name, at }: Line): string | undefined {
  const found =
    lookUp(at.name, at.kind)[0] ?? lookUp(nearest(name, [...loginNames])[0] ?? '', 'directive')[0];
  if (found) return found.module.name;
  return /^Krb/i.test(name) ? 'mod_auth_kerb' : /^Gssapi/i.test(name) ? 'mod_auth_gssapi' : undefined;
}

const loginNames: ReadonlySet<string> = new Set([
  'Require',
  'AuthType',
  'AuthName',
  'Satisfy',
  'AuthMerging',
]);

type Starts = ReadonlyMap<string, readonly Line[]>;

function indexOf(lines: readonly Line[]): Starts {
  const files = new Map<string, Line[]>();
  for (const line of lines) {
    const { file } = writtenAt(line.at.nameSpan);
    const known = files.get(file.path);
    if (known) known.push(line);
    else files.set(file.path, [line]);
  }
  return files;
}

/** The innermost line that a place is in. */
function lineAround(span: Span, index: Starts): Line | undefined {
  const { file, start } = writtenAt(span);
  return index.get(file.path)?.findLast(({ at }) => {
    const own = writtenAt(at.nameSpan);
    const end = writtenAt(at.args.span).end;
    return own.start <= start && start <= Math.max(own.end, end);
  });
}

const textOf = ({ file, start, end }: { file: SourceFile; start: number; end: number }): string =>
  file.text.slice(start, end);
