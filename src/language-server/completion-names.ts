import type { Registered } from '../directives/index.js';
import type { Offer } from './offer.js';

/** Directives that may stand here; what kerbgate does not serve comes behind the rest. */
export function directiveOffers(allowed: readonly Registered[]): readonly Offer[] {
  return oncePerName(allowed)
    .filter(({ definition }) => definition.kind === 'directive')
    .map((entry) => ({
      label: entry.name,
      kind: 'property',
      ...(entry.definition.args.kind === 'none' ? {} : { text: `${entry.name} ` }),
      ...described(entry),
    }));
}

/** Sections that may stand here; `bracket` is what is written of the tag's beginning: `<` or nothing. */
export function sectionOffers(allowed: readonly Registered[], bracket: '' | '<'): readonly Offer[] {
  return oncePerName(allowed)
    .filter(({ definition }) => definition.kind === 'section')
    .map((entry) => {
      const { name } = entry;
      const bare = entry.definition.args.kind === 'none' || bareTags.has(name);
      return {
        label: `<${name}>`,
        kind: 'snippet',
        filter: `${bracket}${name}`,
        text: bare ? `<${name}>` : `<${name} `,
        snippet: `<${name}${bare ? '' : ' ${1}'}>\n\t$0\n</${name}>`,
        ...described(entry),
        rank: rankOf(entry) + 1,
      };
    });
}

/** Sections that are written without arguments although their definitions take a line of their own form. */
const bareTags: ReadonlySet<string> = new Set(['Else', 'RequireAll', 'RequireAny', 'RequireNone']);

/** The tag that closes the innermost section. */
export function closingOffers(innermost: string | undefined, typed: string): readonly Offer[] {
  if (innermost === undefined) return [];
  const filter = typed.startsWith('</') ? `</${innermost}` : `<${innermost}`;
  return [{ label: `</${innermost}>`, kind: 'keyword', filter, detail: 'closes the section' }];
}

function described(entry: Registered): Pick<Offer, 'detail' | 'page' | 'rank'> {
  const { module, definition } = entry;
  const { level } = definition.support;
  return {
    detail: level === 'full' ? module.name : `${module.name}, ${level}`,
    page: { of: definition.kind, name: entry.name },
    rank: rankOf(entry),
  };
}

function rankOf({ definition }: Registered): number {
  if (definition.known) return 4;
  return definition.support.level === 'refused' ? 2 : 0;
}

function oncePerName(entries: readonly Registered[]): readonly Registered[] {
  return [
    ...new Map(
      entries.toReversed().map((entry) => [`${entry.definition.kind} ${entry.name}`, entry]),
    ).values(),
  ].reverse();
}
