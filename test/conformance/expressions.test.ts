import { describeFixtures } from './describe-fixtures.js';
import { expressionFixtures } from './expression-fixtures.js';

// Every expression of fixtures/expressions is evaluated by real Apache and by kerbgate, in each place where it can stand.
describeFixtures(expressionFixtures());
