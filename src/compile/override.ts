import type { Bound } from '../bind/bound.js';
import { lookUp } from '../directives/index.js';
import type { OptionName, OverrideClass, OverrideSetting } from '../ruleset/core.js';
import type { To } from './lowering.js';

const classes: readonly OverrideClass[] = ['AuthConfig', 'FileInfo', 'Indexes', 'Limit', 'Options'];

/** What AllowOverride admits with a word of `Options=`; without a list httpd admits what `All` does, no more. */
const optionsOf: Readonly<Record<string, readonly OptionName[]>> = {
  all: ['Indexes', 'Includes', 'IncludesNOEXEC', 'FollowSymLinks', 'ExecCGI'],
  none: [],
  runscripts: ['MultiViews', 'ExecCGI'],
  indexes: ['Indexes'],
  includes: ['Includes', 'IncludesNOEXEC'],
  includesnoexec: ['IncludesNOEXEC'],
  followsymlinks: ['FollowSymLinks'],
  symlinksifownermatch: ['SymLinksIfOwnerMatch'],
  execcgi: ['ExecCGI'],
  multiviews: ['MultiViews'],
};

const nothing: OverrideSetting = { classes: [], nonfatal: [] };

/** The setting of one AllowOverride line, word by word: All and None begin anew, but for the list of options. */
export function overrideSetting(words: readonly string[]): OverrideSetting {
  return words.reduce(withWord, nothing);
}

function withWord(before: OverrideSetting, word: string): OverrideSetting {
  const [name = '', value] = word.split(/=(.*)/s, 2);
  const { options } = before;
  const kept = options ? { options } : {};
  if (name === 'None') return { ...nothing, ...kept };
  if (name === 'All') return { classes, nonfatal: [], ...kept };
  if (name === 'Nonfatal') return { ...before, nonfatal: [...before.nonfatal, ...passedOver(value ?? '')] };
  const admitted = classes.filter((each) => each === name || before.classes.includes(each));
  if (name !== 'Options') return { ...before, classes: admitted };
  return { ...before, ...kept, classes: admitted, ...optionsAdmitted(value) };
}

function passedOver(value: string): OverrideSetting['nonfatal'] {
  const lower = value.toLowerCase();
  if (lower === 'all') return ['Override', 'Unknown'];
  return lower === 'override' ? ['Override'] : lower === 'unknown' ? ['Unknown'] : [];
}

/** An empty list changes nothing, as in httpd. */
function optionsAdmitted(list: string | undefined): { options?: readonly OptionName[] } {
  const words = (list ?? 'all').toLowerCase().split(',');
  const named = words.filter((word) => word !== '');
  if (named.length === 0) return {};
  return { options: [...new Set(named.flatMap((word) => optionsOf[word] ?? []))] };
}

/** The directives of an AllowOverrideList line, in lower case; httpd drops those that files cannot hold, with a warning. */
export function listedNames(names: readonly string[], to: To): string[] {
  return names
    .map((name) => name.toLowerCase())
    .filter((name) => name !== 'none')
    .filter((name) => {
      const section = name.startsWith('<');
      const found = lookUp(section ? name.slice(1) : name, section ? 'section' : 'directive');
      const known = found.filter(({ module }) => to.loaded(module.name));
      const fits = known.some(({ definition }) => definition.in.some((scope) => scope !== 'server'));
      const what = known.length === 0 ? 'unrecognized directive' : 'directive';
      if (!fits)
        to.warn(
          `Discarding ${what} \`${name}'${known.length === 0 ? '' : ' not allowed'} in AllowOverrideList`,
          {
            code: 'useless',
            hint: 'take it out of the list',
          },
        );
      return fits;
    });
}

/** Whether any line of a configuration admits something in per-directory files. */
export function admitsFiles(items: readonly Bound[]): boolean {
  const open = [...items];
  for (let item = open.pop(); item; item = open.pop()) {
    if (item.kind === 'section') for (const each of item.items) open.push(each);
    else if (item.name === 'AllowOverride' || item.name === 'AllowOverrideList') {
      const words = item.args as readonly string[];
      if (words.some((word) => word.toLowerCase() !== 'none')) return true;
    }
  }
  return false;
}
