import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generateCstDts } from 'chevrotain';
import { ExpressionParser } from '../../grammar/expression.js';
import { projectFolder } from '../kit/project.js';

/** Declarations without what formatting changes. */
function bare(source: string): string {
  return source
    .replaceAll('"', "'")
    .replace(/\((\w+)\)\[\]/g, '$1[]')
    .replace(/^import .*$/m, '')
    .replace(/\s+/g, ' ')
    .trim();
}

test('expression-cst.ts declares what the grammar of expressions makes', () => {
  const written = readFileSync(join(projectFolder, 'grammar/expression-cst.ts'), 'utf8');
  const generated = generateCstDts(new ExpressionParser().getGAstProductions(), {
    includeVisitorInterface: false,
  });
  expect(bare(written)).toBe(bare(generated));
});
