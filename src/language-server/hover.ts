import { fileURLToPath } from 'node:url';
import type { Hover, Position, Range } from 'vscode-languageserver';
import { authzProviders } from '../directives/authz-words.js';
import { lookUp } from '../directives/index.js';
import { foreignModule } from '../directives/known/foreign.js';
import { successorOf } from '../directives/known/gone.js';
import { lintRules } from '../lint/rules/index.js';
import { valuesOf } from '../reference/argument-values.js';
import { directiveMarkdown } from '../reference/directive-markdown.js';
import { expressionWordText } from '../reference/expression-words.js';
import { rulePage } from '../reference/rule-page.js';
import { display } from '../report/display.js';
import type { DocumentReport, NamedPlace } from './analysis.js';
import { filesIncludedBy, includesFiles } from './included.js';
import { placesOfName, valueOfVariable } from './names.js';
import type { View } from './view.js';
import { type WordAt, wordAt } from './word-at.js';

/** Pages of findings at one place beyond these are left out. */
const mostPages = 3;

/** What is known of the word at a position, and the pages of the linter's rules that found something there. */
export function hoverAt(view: View, report: DocumentReport | undefined, position: Position): Hover | null {
  const found = wordAt(view, view.positions.byteAt(position));
  const about = found && textOf(view, found);
  const findings = (report?.told ?? []).filter(
    ({ rule, diagnostic }) => rule !== undefined && begins(diagnostic.range, position),
  );
  const rules = [...new Set(findings.map(({ rule }) => rule!))].slice(0, mostPages);
  const texts = [...(about === undefined ? [] : [about]), ...rules.map(ruleText)];
  if (texts.length === 0) return null;
  const range =
    found && about !== undefined ? view.positions.rangeOf(found.span) : findings[0]!.diagnostic.range;
  return { contents: { kind: 'markdown', value: texts.join('\n\n---\n\n') }, range };
}

/** Whether a position is in the first line of a range: a finding about a section is none about all that stands in it. */
const begins = ({ start, end }: Range, { line, character }: Position): boolean =>
  line === start.line && character >= start.character && (line < end.line || character <= end.character);

function ruleText(id: string): string {
  const rule = lintRules.find((each) => each.id === id);
  return rule ? rulePage(rule) : `There is no rule \`${id}\`.`;
}

function textOf(view: View, found: WordAt): string | undefined {
  switch (found.kind) {
    case 'variable':
      return variableText(view, found.name);
    case 'expression':
      return expressionWordText(found.text);
    case 'rule':
      return ruleText(found.id);
    case 'name':
      return nameText(found.name, found.of);
    case 'argument':
      return argumentText(view, found);
  }
}

function nameText(name: string, kind: 'directive' | 'section'): string | undefined {
  const entries = lookUp(name, kind);
  if (entries.length > 0) return entries.map(directiveMarkdown).join('\n\n---\n\n');
  const successor = successorOf(name);
  if (successor !== undefined) return `**${display(name)}**: older versions of httpd had it: ${successor}`;
  const foreign = foreignModule(name);
  return foreign && `**${display(name)}** is a name of ${foreign}, which kerbgate does not know.`;
}

function variableText(view: View, name: string): string {
  const value = valueOfVariable(view, name);
  const places = placesOfName(view, 'define', name);
  if (value !== undefined) return [`\`\${${name}}\` is ${quoted(value)}`, ...places.map(madeAt)].join('\n\n');
  const inEnvironment = process.env[name];
  return inEnvironment === undefined
    ? `\`\${${name}}\` is not defined: httpd leaves the text as it is, with a warning.`
    : `\`\${${name}}\` is ${quoted(inEnvironment)} in the environment.`;
}

/** Code in Markdown whatever is in it. */
function quoted(text: string): string {
  const ticks = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  return text === '' ? 'empty' : `${ticks} ${text} ${ticks}`;
}

const madeAt = ({ uri, range }: NamedPlace): string =>
  `defined in [${shortName(uri)}, line ${range.start.line + 1}](${uri}#L${range.start.line + 1})`;

function shortName(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    return uri;
  }
}

/** Files of a wildcard beyond these are counted. */
const mostFiles = 20;

function argumentText(
  view: View,
  { item, index }: Extract<WordAt, { readonly kind: 'argument' }>,
): string | undefined {
  if (includesFiles(item)) return includeText(view, item);
  const values = item.args.words.map(({ value }) => value);
  const word = values[index]!;
  const name = item.name.toLowerCase();
  if (index === 0 && (name === 'use' || name === 'macro')) return macroText(view, word);
  if (index === 0 && (name === 'ifdefine' || name === 'undefine'))
    return variableText(view, display(word).replace(/^!/, ''));
  if (name === 'require' && Object.hasOwn(authzProviders, word))
    return `**Require ${word}**: a provider of ${authzProviders[word]}.`;
  const [entry] = lookUp(item.name, item.kind);
  const about = entry && valuesOf(entry, values.slice(0, index)).find((each) => each.word === word)?.about;
  return about === undefined ? undefined : `**${display(word)}**: ${about}`;
}

function macroText(view: View, word: string): string | undefined {
  const places = placesOfName(view, 'macro', display(word));
  if (places.length === 0) return undefined;
  return places
    .map(
      (each) => `\`\`\`apache\n<Macro ${`${each.name} ${each.text}`.trimEnd()}>\n\`\`\`\n\n${madeAt(each)}`,
    )
    .join('\n\n');
}

function includeText(view: View, item: Parameters<typeof filesIncludedBy>[0]): string {
  const { paths, problem } = filesIncludedBy(item, view);
  if (problem !== undefined) return problem;
  if (paths.length === 0) return 'No file matches.';
  const named = paths.slice(0, mostFiles).map((path) => `- ${quoted(display(path))}`);
  const more = paths.length - named.length;
  return [...named, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}
