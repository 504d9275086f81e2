import type { Example, LintRule } from '../lint/rule.js';

/** A page in Markdown, made of the rule's own file. */
export function rulePage(rule: LintRule): string {
  const { id, group, severity, strict, since, summary, why, remedy, examples, sources, fixes = {} } = rule;
  const fixed = Object.values(fixes).flatMap((fix) => (fix ? [`${fix.title} (${fix.safety})`] : []));
  const parts = [
    `# ${id}`,
    summary,
    `Group ${group}, severity ${severity}, ${strict ? 'only in the preset strict' : 'recommended'}, since ${since}.`,
    `**Why.** ${why}`,
    `**What to do.** ${remedy}`,
    ...(fixed.length > 0 ? [`**Fix.** ${fixed.join('; ')}.`] : []),
    ...examples.bad.slice(0, 2).map((example) => `Found:\n\n${block(example)}`),
    ...examples.ok.slice(0, 2).map((example) => `Not found:\n\n${block(example)}`),
    `Sources: ${sources.join(', ')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const block = ({ config }: Example): string => `\`\`\`apache\n${config.trimEnd()}\n\`\`\``;
