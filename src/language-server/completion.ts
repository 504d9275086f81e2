import type { CompletionList, Position } from 'vscode-languageserver';
import { bracedOffers, conditionOffers, ruleOffers, variableOffers } from './completion-inside.js';
import { closingOffers, directiveOffers, sectionOffers } from './completion-names.js';
import { valueOffers } from './completion-values.js';
import { type Cursor, cursorAt } from './cursor.js';
import { type Offers, offered } from './offer.js';
import { allowedAt } from './surroundings-at.js';
import type { View } from './view.js';

/** Offers what may stand at a position: names where a line begins, then values, variables and what conditions are made of. */
export function completionsAt(view: View, position: Position, snippets: boolean): CompletionList {
  const at = view.positions.byteAt(position);
  const { offers, typed } = offersAt(view, cursorAt(view.file, at));
  const range = view.positions.rangeOf({ start: Math.max(0, at - typed.length), end: at });
  return {
    isIncomplete: false,
    items: offers.map((offer, index) => offered(offer, index, range, snippets)),
  };
}

function offersAt(view: View, cursor: Cursor): Offers {
  const { before, words, typed } = cursor;
  if (before.startsWith('#')) return ruleOffers(before) ?? { typed: '', offers: [] };
  if (words.length === 0) return nameOffers(view, cursor);
  return (
    variableOffers(view, before) ??
    bracedOffers(cursor) ??
    conditionOffers(cursor) ?? { typed: typed.text, offers: valueOffers(view, cursor) }
  );
}

function nameOffers(view: View, { sections, typed: { text } }: Cursor): Offers {
  const innermost = sections.at(-1)?.name;
  if (text.startsWith('</')) return { typed: text, offers: closingOffers(innermost, text) };
  const allowed = allowedAt(sections, view.perDirectory ? view : undefined);
  if (text.startsWith('<'))
    return { typed: text, offers: [...closingOffers(innermost, text), ...sectionOffers(allowed, '<')] };
  return {
    typed: text,
    offers: [...directiveOffers(allowed), ...sectionOffers(allowed, '')],
  };
}
