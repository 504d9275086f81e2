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

/** What each merged section says, in the order they were merged, and what of the sections before it goes. */
export function contributionsOf(
  { node, program }: Exchange,
  lineAt: LineAt,
): readonly Pick<ExplainedContribution, 'settings' | 'drops'>[] {
  const { files } = program.ruleset;
  const told = (module: SettingsModule, directive: string, origin: Origin): ExplainedSetting =>
    settingOf(module, directive, placeOf(origin, files), lineAt);
  const inForce = new Map<string, ExplainedSetting>();
  for (const setting of settingsIn(program.host.base, told)) inForce.set(keyOf(setting), setting);
  return node.sections.map((section) => {
    const own = settingsIn(section.settings, told);
    const settings = own.map((setting) => {
      const replaces = inForce.get(keyOf(setting));
      return replaces ? { ...setting, replaces } : setting;
    });
    const drops = droppedBy(own, inForce);
    for (const setting of own) inForce.set(keyOf(setting), setting);
    return { settings, ...(drops.length > 0 && { drops }) };
  });
}

const keyOf = ({ module, directive }: ExplainedSetting): string => `${module} ${directive}`;

function droppedBy(
  own: readonly ExplainedSetting[],
  inForce: Map<string, ExplainedSetting>,
): readonly ExplainedSetting[] {
  const modules = new Set(
    own.map(({ module }) => module).filter((name) => replacing.has(name as SettingsModule)),
  );
  const stays = new Set(own.map(keyOf));
  const drops = [...inForce.values()].filter(
    (setting) => modules.has(setting.module) && !stays.has(keyOf(setting)),
  );
  for (const setting of drops) inForce.delete(keyOf(setting));
  return drops;
}

function settingsIn(
  settings: Settings,
  told: (module: SettingsModule, directive: string, origin: Origin) => ExplainedSetting,
): readonly ExplainedSetting[] {
  return (Object.keys(settings) as SettingsModule[]).flatMap((module) =>
    Object.entries(settings[module]?.from ?? {}).map(([directive, origin]) =>
      told(module, directive, origin),
    ),
  );
}

/** A setting with its line. */
export function settingOf(module: string, directive: string, place: Place, lineAt: LineAt): ExplainedSetting {
  const written = lineAt(place);
  return { module, directive, ...(written !== undefined && { written }), ...place };
}
