import { expressionFixture } from '../kit/expression-table.js';
import { randomExpressions } from '../kit/random-expressions.js';
import { describeFixtures } from './describe-fixtures.js';

// Expressions that nobody thought of; `node dist/test/conformance/run.js --random 3000 --seed 7` goes on with others.
describeFixtures([expressionFixture('random-expressions', randomExpressions(1, 300))]);
