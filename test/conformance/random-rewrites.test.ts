import { randomRewrites } from '../kit/random-rewrites.js';
import { describeFixtures } from './describe-fixtures.js';

// Rules that nobody thought of; `node dist/test/conformance/run.js --rewrites 100 --seed 7` goes on with others.
describeFixtures(randomRewrites(1, 6));
