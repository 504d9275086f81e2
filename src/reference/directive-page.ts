import type { ShapeKind } from '../directives/args.js';
import type { Definition } from '../directives/define.js';
import type { Registered } from '../directives/index.js';

/** A directive's page for a terminal. */
export function directivePage({ name, module, definition }: Registered): string {
  const { kind, summary, args, support, example, known } = definition;
  const lines = [
    kind === 'section' ? `<${name}>` : name,
    `  ${summary}`,
    '',
    `  module    ${module.name} (${module.identifier})`,
    `  takes     ${counts[args.kind]}${args.usage === '' || known ? '' : `: ${args.usage}`}`,
    `  stands    ${placesOf(definition)}`,
    ...(kind === 'directive' && definition.default !== undefined
      ? [`  default   ${definition.default}`]
      : []),
    `  support   ${supportOf(support)}`,
    ...(example === '' ? [] : ['  example', ...example.split('\n').map((line) => `    ${line}`)]),
    '',
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** How many arguments there are, in words. */
export const counts: Readonly<Record<ShapeKind, string>> = {
  none: 'no arguments',
  flag: 'On or Off',
  one: 'one argument',
  two: 'two arguments',
  three: 'three arguments',
  'one-or-two': 'one or two arguments',
  'one-to-three': 'one to three arguments',
  'two-or-three': 'two or three arguments',
  'one-or-three': 'one or three arguments',
  argv: 'any number of arguments',
  iterate: 'one or more arguments',
  'iterate-second': 'two or more arguments',
  raw: 'a line of its own form',
};

/** How far it is served, in words. */
export function supportOf(support: Definition['support']): string {
  if (support.level === 'partial') return `partial: ${support.differs}`;
  return support.level === 'refused' ? `refused: ${support.because}` : 'full';
}

/** Where it may stand, in words. */
export function placesOf({ in: scopes, notIn }: Definition): string {
  const atServer = scopes.some((scope) => ['server', 'FileInfo', 'Indexes', 'Options'].includes(scope));
  const inSection = scopes.some((scope) => scope !== 'server' && scope !== 'proxy');
  const overrides = scopes.filter((scope) => !['server', 'section', 'proxy'].includes(scope));
  return [
    ...(atServer
      ? [notIn?.includes('VirtualHost') ? 'at the top level' : 'at the top level and in <VirtualHost>']
      : []),
    ...(inSection ? ['in sections'] : []),
    ...(scopes.includes('proxy') ? ['in <Proxy>'] : []),
    ...(overrides.length > 0 ? [`in .htaccess under AllowOverride ${overrides.join(', ')}`] : []),
    ...(notIn ? [`not in ${notIn.map((place) => `<${place}>`).join(', ')}`] : []),
  ].join('; ');
}
