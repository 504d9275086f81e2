import { pageOfRule } from '../lint/page.js';
import type { LintRule } from '../lint/rule.js';
import { ruleMarkdown } from '../report/rule-markdown.js';

/** A rule's page in Markdown, made of the rule's own file. */
export const rulePage = (rule: LintRule): string => ruleMarkdown(pageOfRule(rule));
