import { describe, expect, test } from '@jest/globals';
import { caseFiles, compileText, pieceAt, readCases, shown } from './tester.js';

describe.each(caseFiles())('%s', (name) => {
  test.each(readCases(name).map((each) => [each.title, each] as const))('%s', (_title, each) => {
    const { ruleset, before, diagnostics } = compileText(each.configuration);
    expect(before.filter(({ severity }) => severity === 'error').map(shown)).toEqual([]);
    expect(diagnostics.map(shown)).toEqual(each.diagnostics);
    for (const { path, value } of each.pieces)
      expect({ [path]: pieceAt(ruleset, path) }).toEqual({ [path]: value });
  });
});
