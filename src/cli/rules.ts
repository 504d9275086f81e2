import { Command, Option } from 'commander';
import { nearest } from '../directives/nearest.js';
import { pageOfRule } from '../lint/page.js';
import type { LintRule } from '../lint/rule.js';
import { lintRules } from '../lint/rules/index.js';
import { rulePage } from '../reference/rule-page.js';
import { ruleListMarkdown } from '../report/rule-markdown.js';
import { ruleListText, ruleText } from '../report/rule-text.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';
import { terminalOptions } from './refusal.js';

const formats = ['text', 'markdown', 'json'] as const;
type Format = (typeof formats)[number];

/** `rules [ID]`: what `lint` looks for. */
export function rulesCommand(done: Done): Command {
  return new Command('rules')
    .argument('[id]', 'the rule to tell all of')
    .addOption(new Option('--format <format>', 'how to tell it').choices([...formats]).default('text'))
    .description('list the rules of lint, or tell one with examples')
    .action((id: string | undefined, { format }: { readonly format: Format }) => {
      process.stdout.write(id === undefined ? listIn(format) : pageIn(format, ruleCalled(id)));
      done(exitCodes.fine);
    });
}

function ruleCalled(id: string): LintRule {
  const found = lintRules.find((rule) => rule.id === id.toLowerCase());
  if (found) return found;
  const near = nearest(
    id,
    lintRules.map((rule) => rule.id),
  );
  const meant = near.length === 0 ? '' : `; do you mean ${near.join(' or ')}?`;
  throw new CommandFailed(`there is no rule "${id}"${meant} (kerbgate rules lists all)`, exitCodes.usage);
}

function listIn(format: Format): string {
  if (format === 'json') return json(lintRules.map(pageOfRule));
  return format === 'text'
    ? ruleListText(lintRules, terminalOptions(process.stdout))
    : ruleListMarkdown(lintRules);
}

function pageIn(format: Format, rule: LintRule): string {
  if (format === 'markdown') return rulePage(rule);
  const page = pageOfRule(rule);
  return format === 'json' ? json(page) : ruleText(page, terminalOptions(process.stdout));
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
