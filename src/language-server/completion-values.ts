import { knownModules, lookUp, namesOf } from '../directives/index.js';
import { valuesOf } from '../reference/argument-values.js';
import type { Cursor } from './cursor.js';
import { namedPlaces } from './names.js';
import type { Offer } from './offer.js';
import type { View } from './view.js';

/** What may stand as the argument that is being written. */
export function valueOffers(view: View, { words }: Cursor): readonly Offer[] {
  const [written = '', ...before] = words;
  const name = written.replace(/^</, '').toLowerCase();
  const named = Object.hasOwn(byName, name) ? byName[name] : undefined;
  if (named) return named(view, before);
  const [entry] = lookUp(name, written.startsWith('<') ? 'section' : 'directive');
  if (!entry) return [];
  return valuesOf(entry, before).map(({ word, about }) => ({
    label: word,
    kind: 'value',
    ...(about === undefined ? {} : { detail: about }),
  }));
}

type Offering = (view: View, before: readonly string[]) => readonly Offer[];

/** Names that other lines or modules make. */
const byName: Readonly<Record<string, Offering>> = {
  use: first((view) => macroOffers(view)),
  undefmacro: first((view) => macroOffers(view)),
  ifdefine: first((view) => defineOffers(view, true)),
  undefine: first((view) => defineOffers(view, false)),
  ifmodule: first(() => moduleOffers(({ name }) => `${name}.c`)),
  loadmodule: first(() => moduleOffers(({ identifier }) => identifier)),
  ifdirective: first(() => nameOffers('directive')),
  ifsection: first(() => nameOffers('section')),
  allowoverridelist: () => nameOffers('directive'),
};

function first(offering: (view: View) => readonly Offer[]): Offering {
  return (view, before) => (before.length === 0 ? offering(view) : []);
}

function macroOffers(view: View): readonly Offer[] {
  return namedPlaces(view)
    .filter(({ kind }) => kind === 'macro')
    .map(({ name, text }) => ({ label: name, kind: 'function', detail: text }));
}

function defineOffers(view: View, negated: boolean): readonly Offer[] {
  const names = namedPlaces(view).filter(({ kind }) => kind === 'define');
  return names.flatMap(({ name, text }): readonly Offer[] => [
    { label: name, kind: 'variable', detail: text },
    ...(negated ? [{ label: `!${name}`, kind: 'variable' } as const] : []),
  ]);
}

function moduleOffers(
  written: (module: ReturnType<typeof knownModules>[number]) => string,
): readonly Offer[] {
  return knownModules().map((module) => ({ label: written(module), kind: 'module', detail: module.name }));
}

const nameOffers = (kind: 'directive' | 'section'): readonly Offer[] =>
  namesOf(kind).map((label) => ({ label, kind: 'property' }));
