import type { Registered } from '../directives/index.js';
import { counts, placesOf, supportOf } from './directive-page.js';

/** A directive's page in Markdown, for editors. */
export function directiveMarkdown({ name, module, definition }: Registered): string {
  const { kind, summary, args, support, example, known } = definition;
  const usage = args.usage === '' || known ? '' : `: ${args.usage}`;
  const lines = [
    `**${kind === 'section' ? `<${name}>` : name}**`.replaceAll('<', '\\<'),
    summary,
    [
      `- module: ${module.name} (${module.identifier})`,
      `- takes: ${plain(`${counts[args.kind]}${usage}`)}`,
      `- stands: ${plain(placesOf(definition))}`,
      ...(kind === 'directive' && definition.default !== undefined
        ? [`- default: \`${definition.default}\``]
        : []),
      `- support: ${plain(supportOf(support))}`,
    ].join('\n'),
    ...(example === '' ? [] : [`\`\`\`apache\n${example}\n\`\`\``]),
  ];
  return lines.join('\n\n');
}

/** Angle brackets and the like are no markup here. */
const plain = (text: string): string => text.replace(/[<*_[\]`\\]/g, '\\$&').replace(/\s+/g, ' ');
