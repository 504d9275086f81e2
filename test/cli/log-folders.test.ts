import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { logFolderProblems } from '../../src/cli/log-folders.js';
import { bindText } from '../bind/apache.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('log-folders');
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'file'), '');
});
afterAll(() => dropScratch(folder));

const problems = (...lines: readonly string[]) =>
  logFolderProblems(bindText(lines.join('\n'), { serverRoot: folder }).value).map((line) =>
    line.replaceAll(folder, 'DIR'),
  );

test('error logs come first: of the server, then of its hosts from behind', () => {
  expect(
    problems(
      'CustomLog no0/x common',
      'ErrorLog no1/x',
      '<VirtualHost *:80>',
      'ErrorLog no2/x',
      '</VirtualHost>',
      '<VirtualHost *:81>',
      'ErrorLog file/x',
      '</VirtualHost>',
    ),
  ).toEqual([
    "(2)No such file or directory: AH02291: Cannot access directory 'DIR/no1/' for main error log",
    "(20)Not a directory: AH02291: Cannot access directory 'DIR/file/' for error log of vhost defined at test.conf:6",
    "(2)No such file or directory: AH02291: Cannot access directory 'DIR/no2/' for error log of vhost defined at test.conf:3",
  ]);
});

test('then all other logs', () => {
  expect(
    problems(
      '<VirtualHost *:80>',
      'CustomLog no1/a common',
      'CustomLog no2/a \\',
      ' common',
      '</VirtualHost>',
      'TransferLog no3/a',
      'CustomLog logs/a common',
    ),
  ).toEqual([
    "(2)No such file or directory: AH02297: Cannot access directory 'DIR/no3/' for log file 'no3/a' defined at test.conf:6",
    "(2)No such file or directory: AH02297: Cannot access directory 'DIR/no1/' for log file 'no1/a' defined at test.conf:2",
    "(2)No such file or directory: AH02297: Cannot access directory 'DIR/no2/' for log file 'no2/a' defined at test.conf:4",
  ]);
});

test('folders that are there, programs and the system log are no problem; without a name the log is in logs', () => {
  expect(problems('ErrorLog logs/x', 'CustomLog "|/bin/cat" common')).toEqual([]);
  expect(problems('ErrorLog syslog:local1')).toEqual([]);
  expect(problems('ErrorLog "|/nowhere/cat"')).toEqual([]);
  expect(problems('KeepAlive On')).toEqual([]);
});
