import { expect, test } from '@jest/globals';
import { comparable } from './compare.js';
import { missed } from './expectation.js';
import { parseFixture } from './fixture.js';

const text = `# A comment of the configuration
Listen {PORT}
==== requests to kerbgate only
# a comment of the table
GET /a?b=1 alice:krb5 {X-One: 1} {X-Two: a: b} => 200 [Negotiate <token>] REMOTE_USER=alice "text"
+ POST /a raw:"Negotiate AAAA" << a=1\\r\\n
RAW "GET / HTTP/1.0\\r\\n\\r\\n" => 400 []
HEAD /b`;

test('a fixture is read with lines, connections, headers, bodies and expectations', () => {
  const fixture = parseFixture('name', text);
  expect(fixture.servers).toEqual(['kerbgate']);
  expect(fixture.configuration).toBe('# A comment of the configuration\nListen {PORT}\n');
  expect(fixture.requests).toMatchObject([
    {
      line: 5,
      connection: 1,
      method: 'GET',
      target: '/a?b=1',
      credential: 'alice:krb5',
      headers: [
        ['X-One', '1'],
        ['X-Two', 'a: b'],
      ],
      expectation: {
        status: 200,
        challenges: ['Negotiate <token>'],
        variables: { REMOTE_USER: 'alice' },
        texts: ['text'],
      },
    },
    { line: 6, connection: 1, method: 'POST', credential: 'raw:"Negotiate AAAA"', body: 'a=1\r\n' },
    { line: 7, connection: 2, raw: 'GET / HTTP/1.0\r\n\r\n', expectation: { status: 400, challenges: [] } },
    { line: 8, connection: 3, method: 'HEAD', credential: 'none' },
  ]);
});

test.each(['GET', 'GET /a alice nonsense', 'GET /a => soon'])('%s is a mistake', (row) => {
  expect(() => parseFixture('name', `==== requests\n${row}\n`)).toThrow('name:2');
});

test('an expectation names everything that is missing', () => {
  const request = parseFixture(
    'name',
    '==== requests\nGET /a => 200 [Negotiate <token>] REMOTE_USER=alice A=- "text"',
  ).requests[0];
  const answer = {
    status: 401,
    reason: '',
    headers: [['Content-Type', 'application/json'] as const],
    body: Buffer.from('{"environment":{"A":"1"},"arguments":[],"body":""}'),
  };
  const problems =
    request?.expectation &&
    missed(request.expectation, comparable(answer, { port: 1, tokenVerdict: undefined }));
  expect(problems).toEqual([
    'status: expected 200, got 401',
    'www-authenticate: expected [Negotiate <token>], got []',
    'REMOTE_USER: expected alice, got -',
    'A: expected -, got 1',
    'body: expected "text" in it',
  ]);
});
