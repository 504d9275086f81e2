import { describe, expect, test } from '@jest/globals';
import { allLowerings } from '../../src/compile/lowering-table.js';
import type { ModuleDefinition, SectionRoom } from '../../src/directives/define.js';
import { modules } from '../../src/directives/index.js';

/** Rooms that binding dissolves into their contents. */
const dissolved: readonly SectionRoom[] = ['limit', 'branch', 'macro'];

function served(module: ModuleDefinition): readonly string[] {
  return Object.entries(module.directives)
    .filter(([, definition]) => definition.support.level !== 'refused')
    .filter(([, definition]) => definition.kind === 'directive' || !dissolved.includes(definition.opens))
    .map(([name]) => `${module.name} ${name}`);
}

describe('lowerings', () => {
  test('every directive and section that is served has one, and there are no others', () => {
    const defined = modules.flatMap(served);
    const lowered = allLowerings.flatMap(({ module, directives }) =>
      Object.keys(directives).map((name) => `${module} ${name}`),
    );
    expect(lowered.sort()).toEqual([...defined].sort());
  });

  test('no module has two tables', () => {
    const names = allLowerings.map(({ module }) => module);
    expect(new Set(names).size).toBe(names.length);
  });
});
