import { lintRules } from '../lint/rules/index.js';
import { binaryTexts, expressionWords, functionTexts, unaryTexts } from '../reference/expression-words.js';
import type { Cursor } from './cursor.js';
import { namedPlaces } from './names.js';
import type { Offer, Offers } from './offer.js';
import type { View } from './view.js';

/** Rules behind a comment that switches some off. */
export function ruleOffers(before: string): Offers | undefined {
  const typed =
    /^#\s*kerbgate-(?:disable-next-line|disable|enable)[ \t]+(?:[\w-]+[ \t]*,[ \t]*)*([\w-]*)$/.exec(
      before,
    )?.[1];
  if (typed === undefined) return commentOffers(before);
  return {
    typed,
    offers: lintRules.map((rule) => ({
      label: rule.id,
      kind: 'constant',
      detail: rule.summary,
      page: { of: 'rule', name: rule.id },
    })),
  };
}

const comments = ['kerbgate-disable-next-line', 'kerbgate-disable', 'kerbgate-enable'] as const;

function commentOffers(before: string): Offers | undefined {
  const typed = /^#\s*([\w-]*)$/.exec(before)?.[1];
  if (typed === undefined) return undefined;
  return { typed, offers: comments.map((label) => ({ label, kind: 'keyword', text: `${label} ` })) };
}

/** Names behind `${`. */
export function variableOffers(view: View, before: string): Offers | undefined {
  const typed = /\$\{([^{}]*)$/.exec(before)?.[1];
  if (typed === undefined) return undefined;
  const made = namedPlaces(view).filter(({ kind }) => kind === 'define');
  const defined = new Map(made.map(({ name, text }) => [name, text]));
  const known = Object.keys(process.env).filter((name) => /^APACHE_/.test(name) && !defined.has(name));
  return {
    typed,
    offers: [
      ...[...defined].map(
        ([label, detail]) => ({ label, kind: 'variable', text: `${label}}`, detail }) as const,
      ),
      ...known.map(
        (label) => ({ label, kind: 'variable', text: `${label}}`, detail: 'of the environment' }) as const,
      ),
    ],
  };
}

/** Directives whose `%{…}` is a format of their own. */
const ownFormats = /^(?:LogFormat|CustomLog|TransferLog|ErrorLogFormat|GlobalLog)$/i;

/** Variables and functions behind `%{`. */
export function bracedOffers({ before, words }: Cursor): Offers | undefined {
  const typed = /%\{([\w]*)$/.exec(before)?.[1];
  if (typed === undefined || ownFormats.test(words[0] ?? '')) return undefined;
  if (/^(?:Request)?Header$/i.test(words[0] ?? '') && !/expr=/.test(before)) return undefined;
  return {
    typed,
    offers: expressionWords.map(({ word, about }) => ({
      label: word,
      kind: word.endsWith(':') ? 'function' : 'variable',
      ...(word.endsWith(':') ? {} : { text: `${word}}` }),
      detail: about,
    })),
  };
}

/** Names are not longer. */
const longestName = 100;

/** What conditions are made of, where one is being written. */
export function conditionOffers(cursor: Cursor): Offers | undefined {
  if (!isCondition(cursor)) return undefined;
  const typed = /[-\w]*$/.exec(cursor.typed.text.slice(-longestName))?.[0] ?? '';
  const operators = [...Object.entries(unaryTexts), ...Object.entries(binaryTexts)];
  const functions = Object.entries(functionTexts);
  return {
    typed,
    offers: [
      { label: '%{…}', kind: 'snippet', filter: '%{', text: '%{', detail: 'a variable or function' },
      ...operators.map(
        ([name, detail]): Offer => ({ label: `-${name}`, kind: 'keyword', text: `-${name} `, detail }),
      ),
      ...functions.map(
        ([name, detail]): Offer => ({
          label: `${name}('…')`,
          kind: 'function',
          filter: name,
          text: `${name}('`,
          snippet: `${name}('$1')`,
          detail,
        }),
      ),
    ],
  };
}

function isCondition({ words, typed }: Cursor): boolean {
  const [name = '', first = ''] = words;
  const kind = name.toLowerCase();
  if (kind === '<if' || kind === '<elseif') return true;
  if (kind === 'setenvifexpr') return words.length === 1;
  if (kind === 'require') return words.slice(1).some((word) => word.toLowerCase() === 'expr');
  return kind === 'rewritecond' && first.toLowerCase() === 'expr' && typed.text !== '';
}
