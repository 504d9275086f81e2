import { PatternOverrun } from '../pattern/overrun.js';
import { type ContentPlan, isContent } from './decision.js';
import { withinBounds } from './evaluate.js';
import type { Exchange } from './exchange.js';
import type { Evaluation } from './need.js';
import { planInside } from './plan.js';
import { elseIfBranch, ifBranch } from './ssi-conditions.js';
import { hasArguments, plainElements, valuesOf } from './ssi-elements.js';
import { fileDate, fileSize, lookUpIncluded } from './ssi-files.js';
import { filled, leaveTrace, type SsiPage, tell } from './ssi-page.js';
import type { SsiElement } from './ssi-reader.js';
import { decodeEntities } from './ssi-text.js';

type AskingElement = (page: SsiPage, element: SsiElement) => Evaluation<string>;

/** The elements that may ask for something, by name. */
const askingElements: ReadonlyMap<string, AskingElement> = new Map<string, AskingElement>([
  ['if', ifBranch],
  ['elif', elseIfBranch],
  ['fsize', fileSize],
  ['flastmod', fileDate],
]);

/** What takes an element's place: a text, at once or when what it asks for is there, or what the page includes. */
export type SsiAnswer =
  | { readonly text: string }
  | { readonly evaluation: Evaluation<string> }
  | { readonly include: readonly SsiInclude[] };

/** One attribute of an include element, with its value filled in when its turn has come. */
export interface SsiInclude {
  readonly name: string;
  readonly value: string;
}

/** Carries an element out, or says how. */
export function answerElement(page: SsiPage, element: SsiElement): SsiAnswer {
  for (const { code, message } of element.faults) tell(page, 'error', code, message);
  if (element.faults.length > 0) page.stuck = true;
  if (page.stuck) {
    if (!page.printing) return nothing;
    page.stuck = false;
    return { text: page.errorMessage };
  }
  const plain = plainElements.get(element.name);
  if (plain) return { text: plain(page, element) };
  const asking = askingElements.get(element.name);
  if (asking) return { evaluation: guarded(page, asking(page, element)) };
  if (element.name === 'include') return include(page, element);
  tell(page, 'error', 'AH01371', `unknown directive "${element.name}"`);
  return page.printing ? { text: page.errorMessage } : nothing;
}

const nothing: SsiAnswer = { text: '' };

/** A pattern that takes too long says neither yes nor no. */
function* guarded(page: SsiPage, evaluation: Evaluation<string>): Evaluation<string> {
  try {
    return yield* withinBounds(page.exchange, evaluation);
  } catch (thrown) {
    if (!(thrown instanceof PatternOverrun)) throw thrown;
    tell(page, 'error', undefined, thrown.message);
    return page.errorMessage;
  }
}

function include(page: SsiPage, element: SsiElement): SsiAnswer {
  if (!hasArguments(page, element, 'AH01341', 1)) return { text: page.printing ? page.errorMessage : '' };
  return page.printing ? { include: valuesOf(element) } : nothing;
}

/** What is to be run for an included path. */
export interface FoundInclusion {
  readonly plan: ContentPlan;
  readonly inner: Exchange;
}

/** The same, or httpd's words on why there is nothing. */
export type SsiInclusion = FoundInclusion | { readonly problem: string };

/** Looks up what one attribute includes. */
export function* lookUpInclusion(page: SsiPage, { name, value }: SsiInclude): Evaluation<SsiInclusion> {
  try {
    return yield* withinBounds(page.exchange, inclusion(page, name, value));
  } catch (thrown) {
    if (!(thrown instanceof PatternOverrun)) throw thrown;
    return { problem: `unable to include "${value}", ${thrown.message}` };
  }
}

function* inclusion(page: SsiPage, name: string, value: string): Evaluation<SsiInclusion> {
  if (--page.budget.inclusions < 0)
    return { problem: `unable to include "${value}", the pages of this request include too much` };
  const path = filled(page, decodeEntities(value));
  const { status, inner } = yield* lookUpIncluded(page, name === 'file' ? 'file' : 'virtual', path);
  if (status !== 0 || !inner)
    return { problem: `unable to include "${value}", subrequest setup returned ${status}` };
  const type = inner.contentType;
  if (!page.withPrograms && type !== undefined && !type.startsWith('text/'))
    return { problem: `unable to include potential exec "${value}", content type not text/*` };
  const { plan, inner: last } = yield* planInside(inner);
  if (typeof plan === 'number') {
    leaveTrace(last, page);
    return { problem: `unable to include "${value}", subrequest returned ${plan}` };
  }
  if (!isContent(plan)) return { problem: `unable to include "${value}"` };
  return { plan, inner: last };
}
