import type { CompletionItem } from 'vscode-languageserver';
import { lookUp } from '../directives/index.js';
import { lintRules } from '../lint/rules/index.js';
import { directiveMarkdown } from '../reference/directive-markdown.js';
import { rulePage } from '../reference/rule-page.js';
import type { PageName } from './offer.js';

/** An offer with its page, for the editor that shows it. */
export function documented(item: CompletionItem): CompletionItem {
  const value = pageOf(item.data as Partial<PageName> | undefined);
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } };
}

function pageOf({ of, name }: Partial<PageName> = {}): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (of === 'rule') {
    const rule = lintRules.find(({ id }) => id === name);
    return rule && rulePage(rule);
  }
  if (of !== 'directive' && of !== 'section') return undefined;
  const entries = lookUp(name, of);
  return entries.length === 0 ? undefined : entries.map(directiveMarkdown).join('\n\n---\n\n');
}
