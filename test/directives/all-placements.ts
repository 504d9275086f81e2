// Compares every directive in every place with the installed Apache: some minutes.
import { differences, placements } from './placements.js';

const found = await differences(placements());
for (const { name, room, apache, ours } of found)
  process.stdout.write(`${name} in ${room}\n  apache   ${apache}\n  kerbgate ${ours}\n`);
process.stdout.write(`${found.length} of ${placements().length} differ\n`);
process.exitCode = found.length === 0 ? 0 : 1;
