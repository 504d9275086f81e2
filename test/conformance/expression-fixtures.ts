import { expressionFixture, readExpressions } from '../kit/expression-table.js';
import type { Fixture } from '../kit/fixture.js';

/** The tables of expressions as fixtures. */
export function expressionFixtures(): readonly Fixture[] {
  const ssl = 'LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so';
  return [
    expressionFixture('expressions', readExpressions('table')),
    expressionFixture('expressions-ssl', readExpressions('ssl'), ssl),
  ];
}
