import { lookUp } from '../directives/index.js';
import type { Exchange } from '../evaluate/exchange.js';
import type { Origin } from '../ruleset/origin.js';
import type { Settings, SettingsModule } from '../ruleset/ruleset.js';
import type { ExplainedContribution, ExplainedSetting, Place } from './explanation.js';
import { placeOf } from './place.js';

/** The line at a place as written, where it can be read. */
export type LineAt = (place: Place) => string | undefined;

/** Modules without a merge function: a section that mentions one drops all that was said of it before. */
const replacing: ReadonlySet<SettingsModule> = new Set([
  'mod_auth_gssapi',
  'mod_auth_kerb',
  'mod_access_compat',
]);

/** Modules whose lists go on from section to section. */
const joining: ReadonlySet<string> = new Set([
  ...['mod_headers', 'mod_setenvif', 'mod_env', 'mod_alias', 'mod_mime', 'mod_autoindex'],
]);

/** What sections say. */
export interface Contributions {
  /** Of each merged section, in the order they were merged: its settings, and what of the sections before it goes. */
  readonly sections: readonly Pick<ExplainedContribution, 'settings' | 'drops'>[];
  readonly inForce: readonly ExplainedSetting[];
}

/** What each merged section says, and what of all of it counts in the end. */
export function contributionsOf({ node, program }: Exchange, lineAt: LineAt): Contributions {
  const { files } = program.ruleset;
  const told = (module: SettingsModule, directive: string, origin: Origin): ExplainedSetting =>
    settingOf(module, directive, placeOf(origin, files), lineAt);
  const inForce = grouped(settingsIn(program.host.base, told));
  const sections = node.sections.map((section) => {
    const own = settingsIn(section.settings, told);
    const merges = own.some(
      ({ directive, written }) => directive === 'AuthMerging' && !/off/i.test(written ?? ''),
    );
    const settings = own.map((setting) => {
      const [replaces, ...others] = inForce.get(keyOf(setting)) ?? [];
      const takesPlace =
        setting.directive === 'Require' ? !merges : others.length === 0 && !addsUp(setting.directive);
      return replaces && takesPlace ? { ...setting, replaces } : setting;
    });
    const drops = droppedBy(own, inForce);
    for (const [key, list] of grouped(own)) {
      const before = joins(list[0]!) ? (inForce.get(key) ?? []) : [];
      inForce.set(key, [...before, ...list]);
    }
    return { settings, ...(drops.length > 0 && { drops }) };
  });
  return { sections, inForce: [...inForce.values()].flat() };
}

/** Whether lines of this name in one section stand beside those of another. */
function joins({ module, directive }: ExplainedSetting): boolean {
  return directive === 'ErrorDocument' || (joining.has(module) && addsUp(directive));
}

/** Settings of one name together, in order. */
function grouped(settings: readonly ExplainedSetting[]): Map<string, readonly ExplainedSetting[]> {
  const groups = new Map<string, ExplainedSetting[]>();
  for (const setting of settings) {
    const group = groups.get(keyOf(setting));
    if (group) group.push(setting);
    else groups.set(keyOf(setting), [setting]);
  }
  return groups;
}

/** Whether lines of this name join those of the sections before. */
function addsUp(directive: string): boolean {
  return lookUp(directive, 'directive').some(
    ({ definition }) => definition.kind === 'directive' && definition.repeat === 'add',
  );
}

const keyOf = ({ module, directive }: ExplainedSetting): string => `${module} ${directive}`;

function droppedBy(
  own: readonly ExplainedSetting[],
  inForce: Map<string, readonly ExplainedSetting[]>,
): readonly ExplainedSetting[] {
  const modules = new Set(
    own.map(({ module }) => module).filter((name) => replacing.has(name as SettingsModule)),
  );
  const stays = new Set(own.map(keyOf));
  const drops = [...inForce.values()]
    .flat()
    .filter((setting) => modules.has(setting.module) && !stays.has(keyOf(setting)));
  for (const setting of drops) inForce.delete(keyOf(setting));
  return drops;
}

function settingsIn(
  settings: Settings,
  told: (module: SettingsModule, directive: string, origin: Origin) => ExplainedSetting,
): readonly ExplainedSetting[] {
  return (Object.keys(settings) as SettingsModule[]).flatMap((module) =>
    Object.entries(settings[module]?.from ?? {}).flatMap(([directive, origins]) =>
      origins.map((origin) => told(module, directive, origin)),
    ),
  );
}

/** A setting with its line. */
function settingOf(module: string, directive: string, place: Place, lineAt: LineAt): ExplainedSetting {
  const written = lineAt(place);
  return { module, directive, ...(written !== undefined && { written }), ...place };
}
