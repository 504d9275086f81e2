import { authorizationFixtures } from './authorization-fixtures.js';
import { describeFixtures } from './describe-fixtures.js';

// Thousands of combinations of what decides about access are asked of real Apache and of kerbgate.
describeFixtures(authorizationFixtures());
