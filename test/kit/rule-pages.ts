import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintRules } from '../../src/lint/rules/index.js';
import { rulePage } from '../../src/reference/rule-page.js';
import { ruleListMarkdown } from '../../src/report/rule-markdown.js';
import { projectFolder } from './project.js';

const folder = join(projectFolder, 'src/lint/pages');

/** The pages of all rules and their list by file name, as the rules have them. */
export function generatedRulePages(): Readonly<Record<string, string>> {
  const pages = lintRules.map((rule) => [`${rule.id}.md`, rulePage(rule)] as const);
  return Object.fromEntries([['README.md', `${ruleListMarkdown(lintRules)}${madeBy}`], ...pages]);
}

const madeBy = '\nMade by `npm run readme` from the files in [rules](../rules).\n';

/** The pages as they stand. */
export function rulePages(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** Writes the pages anew; those of rules that are gone go, too. */
export function writeRulePages(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(generatedRulePages())) writeFileSync(join(folder, name), text);
}
