import { judgeCondition } from './look-up.js';
import type { Evaluation } from './need.js';
import { lookUps } from './request.js';
import { failed } from './ssi-elements.js';
import { pageCondition } from './ssi-expression.js';
import { judgeLegacy } from './ssi-legacy.js';
import { fillPending, type SsiPage, tell } from './ssi-page.js';
import type { SsiElement } from './ssi-reader.js';

/** `if`: opens a condition; its branch is sent when the condition holds. */
export function* ifBranch(page: SsiPage, element: SsiElement): Evaluation<string> {
  const sound = hasOne(page, element, page.printing, 'AH01352', 'AH01353');
  if (!page.printing) {
    page.nesting++;
    return '';
  }
  const text = sound ? expressionOf(page, element, 'AH01354', 'AH01355') : undefined;
  if (text === undefined) return withoutBranch(page);
  const result = yield* judge(page, text);
  if (result === undefined) return withoutBranch(page);
  page.printing = result;
  page.taken = result;
  page.nesting = 0;
  return '';
}

/** Of a condition that cannot be told no branch is sent, but for an `elif` behind it that holds. */
function withoutBranch(page: SsiPage): string {
  page.printing = false;
  page.taken = false;
  page.wrong = true;
  return page.errorMessage;
}

/** `elif`: another branch, unless one was taken. */
export function* elseIfBranch(page: SsiPage, element: SsiElement): Evaluation<string> {
  const sound = hasOne(page, element, page.nesting === 0, 'AH01356', 'AH01357');
  if (page.nesting > 0) return '';
  const text = sound ? expressionOf(page, element, 'AH01358', 'AH01359') : undefined;
  if (text === undefined) return withoutBranch(page);
  if (page.taken) {
    page.printing = false;
    return '';
  }
  const result = yield* judge(page, text);
  if (result === undefined) return withoutBranch(page);
  page.printing = result;
  page.taken = result;
  return '';
}

function hasOne(
  page: SsiPage,
  { attributes }: SsiElement,
  counts: boolean,
  tooMany: string,
  missing: string,
): boolean {
  if (attributes.length === 1) return true;
  const many = attributes.length > 1;
  const words = many ? 'too many arguments for if element' : 'missing expr argument for if element';
  tell(page, counts ? 'error' : 'warn', many ? tooMany : missing, words);
  return false;
}

function expressionOf(
  page: SsiPage,
  { name, attributes: [attribute] }: SsiElement,
  unknown: string,
  missing: string,
): string | undefined {
  if (attribute!.name !== 'expr')
    failed(page, unknown, `unknown parameter "${attribute!.name}" to tag ${name}`);
  else if (attribute!.value === undefined) failed(page, missing, `missing expr value for ${name} element`);
  else return attribute!.value;
  return undefined;
}

/** Whether a condition holds; `undefined`, with a line in the log, when it cannot be told. */
function* judge(page: SsiPage, text: string): Evaluation<boolean | undefined> {
  if (page.settings.legacyExpressions) return yield* judgeLegacy(page, text);
  const condition = pageCondition(text);
  if ('problem' in condition) {
    tell(page, 'error', 'AH01337', `Could not parse expr "${text}": ${condition.problem}`);
    return undefined;
  }
  const { exchange } = page;
  if (/DATE_|LAST_MOD|USER_NAME/i.test(text)) fillPending(page);
  const before = page.match?.groups ?? [];
  const result = yield* judgeCondition(condition, exchange, lookUps, before);
  if (typeof result !== 'boolean') {
    tell(page, 'error', 'AH01338', `Could not evaluate expr "${text}": ${result.problem}`);
    return undefined;
  }
  // Of such a pattern httpd knows no groups but the whole match.
  if (exchange.groups.length > 0) page.match = { groups: exchange.groups, named: 0, pattern: '(null)' };
  return result;
}
