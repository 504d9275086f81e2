import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgate } from './run.js';

let folder = '';
const at = (name: string): string => join(folder, name);

const old = `ServerName www.example.test
Listen 80
<Location /private>
  AuthType GSSAPI
  AuthName x
  GssapiCredStore keytab:/etc/none.keytab
  Require valid-user
</Location>
<Location /guests>
  Require ip 10.0.0.0/8
</Location>
`;

beforeAll(() => {
  folder = makeScratch('diff-command');
  writeFileSync(at('old.conf'), old);
  writeFileSync(at('new.conf'), old.replace(/( +Require valid-user\n)/, '  <Limit GET>\n$1  </Limit>\n'));
  writeFileSync(at('closed.conf'), old.replace('10.0.0.0/8', '10.0.0.0/16'));
  writeFileSync(at('hidden.conf'), `${old}<If "%{TIME_HOUR} == '25'">\n  Require all granted\n</If>\n`);
  writeFileSync(at('wrong.conf'), `${old}Requires nothing\n`);
  writeFileSync(at('paths'), '# more\n/private/of/mine\n');
});
afterAll(() => dropScratch(folder));

const diff = (...words: string[]) => kerbgate(['diff', ...words]);

describe('exit codes', () => {
  test('0 where nothing changes, also between a configuration and its compiled form', () => {
    expect(kerbgate(['compile', at('old.conf'), '-o', at('old.json')]).code).toBe(0);
    const { code, out } = diff(at('old.conf'), at('old.json'));
    expect(out).toMatch(/^No request was found/);
    expect(code).toBe(0);
  });

  test('1 where something changes', () => {
    expect(diff(at('old.conf'), at('new.conf')).code).toBe(1);
  });

  test('--only-openings: 0 where something closes', () => {
    expect(diff(at('old.conf'), at('closed.conf')).code).toBe(1);
    expect(diff(at('old.conf'), at('closed.conf'), '--only-openings').code).toBe(0);
    expect(diff(at('closed.conf'), at('old.conf'), '--only-openings').code).toBe(1);
  });

  test('what cannot be decided is told, and counts with --strict', () => {
    const { code, out } = diff(at('old.conf'), at('hidden.conf'));
    expect(out).toMatch(/NOT DECIDED\n.*<If/);
    expect(out).toContain('the variable TIME_HOUR');
    expect(code).toBe(0);
    expect(diff(at('old.conf'), at('hidden.conf'), '--strict').code).toBe(1);
  });

  test.each([
    ['a refused configuration', ['old.conf', 'wrong.conf']],
    ['a missing file', ['old.conf', 'none.conf']],
  ])('2 for %s', (_, [one, other]) => {
    expect(diff(at(one!), at(other!)).code).toBe(2);
  });

  test('2 for an unknown method', () => {
    expect(diff(at('old.conf'), at('new.conf'), '--methods', 'NOSUCH').code).toBe(2);
  });
});

describe('what is told', () => {
  test('a class with its lines, a warning and a command that shows it', () => {
    const { out } = diff(at('old.conf'), at('new.conf'));
    expect(out).toContain('paths    /private and below');
    expect(out).toMatch(/before +401, asks for Negotiate\n +by Require valid-user at \S+old\.conf:7/);
    expect(out).toContain('warning  granted now, without a login; not before');
    const command = /example +kerbgate (explain \S+ 'POST \/private')\n/.exec(out)?.[1];
    expect(command).toBeDefined();
    const explained = kerbgate(command!.replaceAll("'", '').split(' ').slice(0, 2).concat('POST /private'));
    expect(explained.out).not.toContain('401');
  });

  test('JSON as its schema has it', () => {
    const { out } = diff(at('old.conf'), at('new.conf'), '--format', 'json');
    const schema = JSON.parse(
      readFileSync(join(projectFolder, 'src/diff/decision-diff.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
  });

  test('markdown for a pull request', () => {
    const { out } = diff(at('old.conf'), at('new.conf'), '--format', 'markdown');
    expect(out).toContain('### Decisions that change');
    expect(out).toContain('#### Opens');
    expect(out).toMatch(/\| server: `www\.example\.test:80`<br>paths: `\/private and below`/);
  });

  test("paths and methods of one's own", () => {
    const words = ['--paths', at('paths'), '--methods', 'DELETE', '--format', 'json'];
    const { out } = diff(at('old.conf'), at('new.conf'), ...words);
    expect(out).toContain('DELETE');
  });

  test('ServerRoots, each with its own files; the command that shows a request finds them', () => {
    for (const [root, text] of [
      ['before', old],
      ['after', old.replace('Require valid-user', 'Require all granted')],
    ] as const) {
      mkdirSync(at(`${root}/sites`), { recursive: true });
      writeFileSync(at(`${root}/apache2.conf`), 'Include sites/*.conf\n');
      writeFileSync(at(`${root}/sites/a.conf`), text);
    }
    const { out, code } = diff(at('before'), at('after'), '-D', 'LIVE');
    expect(code).toBe(1);
    expect(out).toContain(`AuthType at ${at('before/sites/a.conf')}:4`);
    const [, command = ''] = /\n {2}example {2}kerbgate (.*)\n/.exec(out) ?? [];
    expect(command).toContain(` -d ${at('after')} -D LIVE`);
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    expect(kerbgate(words).out).toContain(`${at('after/sites/a.conf')}:7`);
  });
});

test.each(['text', 'json', 'markdown'])('values of fields that let in are not told as %s', (format) => {
  const text = `SetEnvIf X-Secret "^tr0ub4dor$" inside
<Location /private>
  Require env inside
  Require expr "%{HTTP:X-Token} == 'tr0ub4dor'"
</Location>
ProxyPass /app http://127.0.0.1:9/
RequestHeader set X-Api-Key tr0ub4dor
`;
  writeFileSync(at('told.conf'), text);
  writeFileSync(
    at('other.conf'),
    text.replace('env inside', 'all denied').replaceAll('tr0ub4dor', 'tr0ub4dor3'),
  );
  const { out, code } = kerbgate(['diff', '--format', format, at('told.conf'), at('other.conf')]);
  expect(code).toBe(1);
  expect(out).toContain('X-Secret');
  expect(out).not.toContain('tr0ub4dor');
});
