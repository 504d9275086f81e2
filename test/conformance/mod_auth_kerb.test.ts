import { readFixtures } from '../kit/fixture.js';
import { readOracle } from '../kit/oracle.js';
import { describeFixtures } from './describe-fixtures.js';

// kerbgate against the recorded answers of mod_auth_kerb, which Apache has not any more.
describeFixtures([...readOracle(), ...readFixtures('kerb/recorded')]);
