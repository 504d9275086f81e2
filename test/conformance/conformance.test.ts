import { readFixtures } from '../kit/fixture.js';
import { describeFixtures } from './describe-fixtures.js';

// Every request of fixtures/conformance goes to real Apache and to kerbgate on the same configuration.
describeFixtures(readFixtures('conformance'));
