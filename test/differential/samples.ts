import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apacheModules, type DirectiveFacts } from '../../src/directives/known/facts.js';
import { projectFolder } from '../kit/project.js';

/** Where lines may stand: at the top or in a host, in a section with settings, in a Require container. */
export type Room = 'server' | 'section' | 'authz';

function read(name: string): readonly string[] {
  const text = readFileSync(join(projectFolder, 'fixtures/differential', name), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Every directive Apache knows, sections aside. */
export const allDirectives: readonly DirectiveFacts[] = apacheModules()
  .flatMap(({ directives }) => directives)
  .filter(({ name }) => !name.startsWith('<'));

const facts = new Map(allDirectives.map((each) => [each.name.toLowerCase(), each]));

/** Whether Apache allows a directive somewhere, as far as its table tells; unknown ones fit anywhere. */
export function fits(name: string, room: Room): boolean {
  const scopes = facts.get(name.toLowerCase())?.in as readonly string[] | undefined;
  return !scopes || scopes.some((scope) => openIn[room].includes(scope));
}

const anywhere = ['FileInfo', 'Indexes', 'Options'];
const openIn: Readonly<Record<Room, readonly string[]>> = {
  server: ['server', ...anywhere],
  section: ['section', 'AuthConfig', 'Limit', ...anywhere],
  authz: ['AuthConfig'],
};

const sampleLines = read('directives.txt');
const nameOf = (line: string): string => line.split(' ')[0]!;
const aboutAuth =
  /^(?:Auth|Require|Gssapi|Krb|Order|Allow|Deny|Satisfy|Options|Session|ErrorDocument|SetEnvIf|Header|RequestHeader)/i;

/** The lines of fixtures/differential/directives.txt that may stand in a room. */
export const samples: Readonly<Record<Room, readonly string[]>> = {
  server: sampleLines.filter((line) => fits(nameOf(line), 'server')),
  section: sampleLines.filter((line) => fits(nameOf(line), 'section')),
  authz: sampleLines.filter((line) => /^Require(?!\w)/.test(line)),
};

/** Those of them that are about who may do what. */
export const authSamples: Readonly<Record<Room, readonly string[]>> = {
  server: samples.server.filter((line) => aboutAuth.test(line)),
  section: samples.section.filter((line) => aboutAuth.test(line)),
  authz: samples.authz,
};

export const anySamples = sampleLines;

/** The lines of fixtures/differential/sections.txt. */
export const sectionSamples = read('sections.txt');

/** Words of all kinds, for directives of which nothing but the number of arguments is known. */
export const words: readonly string[] = [
  ...[
    'On',
    'Off',
    'on',
    'maybe',
    'All',
    'None',
    'default',
    '0',
    '1',
    '10',
    '-1',
    '4096',
    '99999999999',
    '1M',
  ],
  ...[
    'x',
    '"two words"',
    "'single'",
    '"open',
    'a=b',
    '+x',
    '-x',
    '!x',
    '*',
    '*.html',
    '.html',
    'text/html',
    '/a',
  ],
  ...['/a/b.html', 'http://localhost/', 'https://localhost:8443/x', 'localhost', 'localhost:80', '127.0.0.1'],
  ...[
    '10.0.0.0/8',
    '^/x(.*)$',
    '(',
    '%{REQUEST_URI}',
    '"%{HTTP_HOST}"',
    '"expr=%{X}"',
    '{DIR}/file',
    '{DIR}/missing',
  ],
  ...[
    '{DIR}/folder',
    'file',
    'missing',
    '${X}',
    '${UNSET}',
    '""',
    '5s',
    '100ms',
    'GET',
    '404',
    'utf-8',
    '\\',
    '#',
  ],
];
