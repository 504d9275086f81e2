// Prints what failed in a file of jest's results: for each test its file, its name and the beginning of its message. A log
// that was cut off in front still has them, so they are few: the first of them, and how many more there are.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const mostTests = 40;
const mostLines = 30;

const [, , file] = process.argv;
const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
const indented = (text) =>
  stripVTControlCharacters(text)
    .split('\n')
    .slice(0, mostLines)
    .map((line) => `    ${line}`)
    .join('\n');

const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
  const path = name.replace(`${process.cwd()}/`, '');
  const failed = assertionResults.filter((test) => test.status === 'failed');
  // A file that could not be run has a message of its own and no tests.
  if (status === 'failed' && failed.length === 0) return [`${path}\n${indented(message)}`];
  return failed.map((test) => `${path} › ${test.fullName}\n${indented(test.failureMessages.join('\n'))}`);
});

if (failures.length > 0) console.log(`\nWhat failed:\n\n${failures.slice(0, mostTests).join('\n\n')}`);
if (failures.length > mostTests) console.log(`\nand ${failures.length - mostTests} more`);
