import type { EnvironmentTest } from '../ruleset/mod_setenvif.js';
import { type Line, valuesOf } from './line.js';
import type { Place } from './place.js';
import { isGranted } from './proof.js';
import { requiresIn, wantsUser } from './requirements.js';
import type { Site } from './site.js';

/** Whether others have to log in; also where a module that is not known here is to ask them. */
export function isLoginAsked(place: Place): boolean {
  const plain = place.ask();
  if (!plain || isGranted(plain)) return false;
  if (plain.decision.kind === 'challenge') return true;
  const { authType } = place.settings.mod_authn_core ?? {};
  return (
    authType !== undefined &&
    requiresIn(place.settings.mod_authz_core?.rule).some(({ test }) => wantsUser(test))
  );
}

/** A variable that opens a place, and the line that asks for it. */
export interface OpeningVariable {
  readonly name: string;
  readonly from: Line | undefined;
}

/** Variables that Require env and Allow from env= ask for. */
export function openingVariables(place: Place, site: Site): readonly OpeningVariable[] {
  const allows = place.originsOf('mod_access_compat', 'Allow').flatMap((from) => site.lineAt(from) ?? []);
  const required = requiresIn(place.settings.mod_authz_core?.rule).flatMap(({ test, negated, from }) =>
    test.provider === 'env' && !negated ? test.names.map((name) => ({ name, from: site.lineAt(from) })) : [],
  );
  const allowed = (place.settings.mod_access_compat?.allow ?? []).flatMap(({ operand }) =>
    operand.kind === 'env' && !operand.negated
      ? [{ name: operand.name, from: allows.find((line) => valuesOf(line).includes(`env=${operand.name}`)) }]
      : [],
  );
  return [...required, ...allowed];
}

/** What sets variables for requests of a place. */
export const environmentTests = ({ server, settings }: Place): readonly EnvironmentTest[] => [
  ...server.host.mod_setenvif,
  ...(settings.mod_setenvif?.tests ?? []),
];
