import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bind } from '../../src/bind/bind.js';
import type { BindOptions } from '../../src/bind/options.js';
import { compile } from '../../src/compile/compile.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { positionAt, type SourceFile } from '../../src/source/file.js';
import { parseConfig } from '../../src/syntax/parse.js';
import { projectFolder } from '../kit/project.js';

/** A case of fixtures/compile: a configuration and lines about its ruleset and its diagnostics. */
export interface CompileCase {
  readonly title: string;
  readonly configuration: string;
  /** What stands at places of the ruleset; `undefined` for nothing. */
  readonly pieces: readonly { readonly path: string; readonly value: unknown }[];
  /** All diagnostics of compiling, as `shown` puts them. */
  readonly diagnostics: readonly string[];
}

const options: BindOptions = { serverRoot: '/', defines: [], before: [], after: [], environment: {} };

/** Takes a text through all stages up to the ruleset. */
export function compileText(text: string): {
  readonly ruleset: Ruleset;
  readonly before: readonly Diagnostic[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const file: SourceFile = { path: 'test.conf', text };
  const parsed = parseConfig(file);
  const bound = bind(file, parsed.value, options);
  const { value, diagnostics } = compile(bound.value);
  return { ruleset: value, before: [...parsed.diagnostics, ...bound.diagnostics], diagnostics };
}

/** A diagnostic on one line: severity, code, place and message. */
export function shown({ severity, code, span, message }: Diagnostic): string {
  const place = span ? positionAt(span.file, span.start) : undefined;
  return `${severity} ${code} ${place ? `${place.line}:${place.column}` : '-'} ${message}`;
}

/** Reads the cases of one file: `#### title`, the configuration, `====`, one line for each piece or diagnostic. */
export function readCases(name: string): readonly CompileCase[] {
  const text = readFileSync(join(projectFolder, 'fixtures/compile', name), 'utf8');
  return text
    .split(/^#### /m)
    .slice(1)
    .map((block) => readCase(name, block));
}

/** The fixture files, without their folder. */
export function caseFiles(): readonly string[] {
  return readdirSync(join(projectFolder, 'fixtures/compile')).filter((name) => name.endsWith('.txt'));
}

function readCase(name: string, block: string): CompileCase {
  const [head, tail, more] = block.split(/^====\n/m);
  const end = (head ?? '').indexOf('\n');
  const title = block.slice(0, end);
  if (head === undefined || tail === undefined || more !== undefined)
    throw new Error(`${name}: "${title}" has no or several dividers`);
  const lines = tail.split('\n').filter((line) => line !== '');
  if (lines.length === 0) throw new Error(`${name}: "${title}" expects nothing`);
  const diagnostics = lines.filter((line) => /^(?:error|warning|note) /.test(line));
  const pieces = lines.filter((line) => !diagnostics.includes(line)).map((line) => readPiece(name, line));
  return { title, configuration: head.slice(end + 1), pieces, diagnostics };
}

function readPiece(name: string, line: string): CompileCase['pieces'][number] {
  const found = /^(\S+) = (.+)$/.exec(line);
  if (!found) throw new Error(`${name}: no expectation: ${line}`);
  return { path: found[1]!, value: found[2] === 'absent' ? undefined : JSON.parse(found[2]!) };
}

const roots: Readonly<Record<string, readonly string[]>> = {
  location: ['host', 'locations', '0', 'settings'],
  directory: ['host', 'directories', '0', 'settings'],
  base: ['host', 'base'],
};

/** What stands at a path such as `location.mod_authn_core.authType` or `host.locations.1.match`, without origins. */
export function pieceAt(ruleset: Ruleset, path: string): unknown {
  const [first = '', ...rest] = path.split('.');
  const steps = Object.hasOwn(roots, first) ? [...roots[first]!, ...rest] : [first, ...rest];
  return withoutOrigins(steps.reduce<unknown>(member, ruleset));
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function withoutOrigins(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrigins);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'from');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutOrigins(inner)]));
}
