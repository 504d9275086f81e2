import { Command } from 'commander';
import type { Definition } from '../directives/define.js';
import { lookUp, namesOf, type Registered } from '../directives/index.js';
import { nearest } from '../directives/nearest.js';
import { supportText } from '../reference/support.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';

/** `directives [NAME]`: what is served, in all or one directive's page. */
export function directivesCommand(done: Done): Command {
  return new Command('directives')
    .description('list the directives and how far they are served, or tell about one')
    .argument('[name]', 'a directive, in any case; a section as Location or "<Location>"')
    .action((name: string | undefined) => {
      process.stdout.write(name === undefined ? supportText() : pagesOf(name));
      done(exitCodes.fine);
    });
}

function pagesOf(written: string): string {
  const name = written.replace(/^<|>$/g, '');
  const entries = [...lookUp(name, 'directive'), ...lookUp(name, 'section')];
  if (entries.length === 0)
    throw new CommandFailed(`no directive is called ${written}${suggestion(name)}`, exitCodes.usage);
  return entries.map(page).join('\n');
}

function page({ name, module, definition }: Registered): string {
  const { kind, summary, args, support, example } = definition;
  const lines = [
    kind === 'section' ? `<${name}>` : name,
    `  ${summary}`,
    '',
    `  module    ${module.name} (${module.identifier})`,
    `  takes     ${args.usage}`,
    `  stands    ${placesOf(definition)}`,
    ...(kind === 'directive' && definition.default !== undefined
      ? [`  default   ${definition.default}`]
      : []),
    `  support   ${supportOf(support)}`,
    '  example',
    ...example.split('\n').map((line) => `    ${line}`),
    '',
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

function supportOf(support: Definition['support']): string {
  if (support.level === 'partial') return `partial: ${support.differs}`;
  return support.level === 'refused' ? `refused: ${support.because}` : 'full';
}

function placesOf({ in: scopes, notIn }: Definition): string {
  const atServer = scopes.some((scope) => ['server', 'FileInfo', 'Indexes', 'Options'].includes(scope));
  const inSection = scopes.some((scope) => scope !== 'server');
  const overrides = scopes.filter((scope) => scope !== 'server' && scope !== 'section');
  return [
    ...(atServer ? ['at the top level'] : []),
    ...(inSection ? ['in sections'] : []),
    ...(overrides.length > 0 ? [`in .htaccess under AllowOverride ${overrides.join(', ')}`] : []),
    ...(notIn ? [`not in ${notIn.map((place) => `<${place}>`).join(', ')}`] : []),
  ].join('; ');
}

function suggestion(name: string): string {
  const near = nearest(name, [...namesOf('directive'), ...namesOf('section')], 5);
  return near.length === 0 ? '' : `; do you mean ${near.join(' or ')}?`;
}
