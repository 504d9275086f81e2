import { Command } from 'commander';
import type { LintRule } from '../lint/rule.js';
import { lintRules } from '../lint/rules/index.js';
import { rulePage } from '../reference/rule-page.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';

/** `rules [ID]`: what `lint` looks for. */
export function rulesCommand(done: Done): Command {
  return new Command('rules')
    .argument('[id]', 'the rule to tell all of')
    .option('--json', 'as JSON', false)
    .description('list the rules of lint, or tell one with examples')
    .action((id: string | undefined, { json }: { readonly json: boolean }) => {
      const told = id === undefined ? lintRules : [ruleCalled(id)];
      if (json) process.stdout.write(`${JSON.stringify(told.map(ruleJson), undefined, 2)}\n`);
      else process.stdout.write(id === undefined ? ruleList(told) : rulePage(told[0]!));
      done(exitCodes.fine);
    });
}

function ruleCalled(id: string): LintRule {
  const found = lintRules.find((rule) => rule.id === id);
  if (found) return found;
  throw new CommandFailed(`there is no rule "${id}": kerbgate rules lists all`, exitCodes.usage);
}

function ruleList(rules: readonly LintRule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, strict, summary }) => {
      const level = strict ? `${severity}*` : severity;
      return `${id.padEnd(width)}  ${level.padEnd(8)}  ${summary}\n`;
    })
    .join('')
    .concat('\n* only in the preset strict\n');
}

function ruleJson({
  id,
  group,
  severity,
  strict,
  since,
  summary,
  why,
  remedy,
  examples,
  sources,
  fixes,
}: LintRule) {
  const fixable = Object.values(fixes ?? {}).map((fix) => ({ title: fix?.title, safety: fix?.safety }));
  return {
    id,
    group,
    severity,
    recommended: !strict,
    since,
    summary,
    why,
    remedy,
    examples,
    sources,
    fixes: fixable,
  };
}
