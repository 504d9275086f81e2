import { describe, expect, test } from '@jest/globals';
import type { Answer } from './answer.js';
import { comparable, differences } from './compare.js';

const context = { port: 8080, tokenVerdict: undefined };

function answer(status: number, headers: readonly (readonly [string, string])[], body = ''): Answer {
  return { status, reason: '', headers, body: Buffer.from(body, 'latin1') };
}

function unlike(left: Answer, right: Answer): readonly string[] {
  return differences(comparable(left, context), comparable(right, context));
}

const html = ['Content-Type', 'text/html'] as const;

describe('what must be equal is told apart', () => {
  test.each<[string, Answer, Answer]>([
    ['status', answer(401, []), answer(403, [])],
    [
      'order of challenges',
      answer(401, [
        ['WWW-Authenticate', 'Negotiate'],
        ['WWW-Authenticate', 'Basic realm="a"'],
      ]),
      answer(401, [
        ['WWW-Authenticate', 'Basic realm="a"'],
        ['WWW-Authenticate', 'Negotiate'],
      ]),
    ],
    ['a challenge more', answer(401, []), answer(401, [['WWW-Authenticate', 'Negotiate']])],
    [
      'a token instead of none',
      answer(401, [['WWW-Authenticate', 'Negotiate']]),
      answer(401, [['WWW-Authenticate', 'Negotiate AAAA']]),
    ],
    ['location', answer(302, [['Location', '/a']]), answer(302, [['Location', '/b']])],
    ['cookie attributes', answer(200, [['Set-Cookie', 'a=1;Secure']]), answer(200, [['Set-Cookie', 'a=1']])],
    ['type', answer(200, [['Content-Type', 'text/plain']]), answer(200, [html])],
    ['validator', answer(200, [['ETag', '"1"']]), answer(200, [['ETag', '"2"']])],
    ['body', answer(200, [html], 'a'), answer(200, [html], 'b')],
    [
      'title of an error page',
      answer(401, [html], '<title>401 Unauthorized</title>'),
      answer(401, [html], '<title>403 Forbidden</title>'),
    ],
    [
      'failed error page',
      answer(401, [html], '<title>401 Unauthorized</title>'),
      answer(401, [html], '<title>401 Unauthorized</title>Additionally'),
    ],
    [
      'page of one side',
      answer(401, [html], '<title>401 Unauthorized</title>'),
      answer(401, [html], '<title>Log in</title>'),
    ],
    ['CGI variable', cgi({ REMOTE_USER: 'alice' }), cgi({ REMOTE_USER: 'bob' })],
    ['CGI variable of one side', cgi({ REMOTE_USER: 'alice' }), cgi({})],
  ])('%s', (_, left, right) => {
    expect(unlike(left, right)).toHaveLength(1);
  });
});

describe('what may differ is not', () => {
  test.each<[string, Answer, Answer]>([
    [
      'Date and Server',
      answer(200, [
        ['Date', 'x'],
        ['Server', 'a'],
      ]),
      answer(200, [['Server', 'b']]),
    ],
    [
      'tokens',
      answer(200, [['WWW-Authenticate', 'Negotiate AAAA']]),
      answer(200, [['WWW-Authenticate', 'Negotiate BBBB']]),
    ],
    [
      'words of an error page',
      answer(404, [html], '<title>404 Not Found</title>a'),
      answer(404, [html], '<title>404 Not Found</title>b'),
    ],
    [
      'sealed values',
      answer(200, [['Set-Cookie', 's=MagBearerToken=a&expiry=1;Secure']]),
      answer(200, [['Set-Cookie', 's=MagBearerToken=b&expiry=2;Secure']]),
    ],
    [
      'the own name of the server',
      cgi({ SERVER_SOFTWARE: 'a', REMOTE_PORT: '1' }),
      cgi({ SERVER_SOFTWARE: 'b', REMOTE_PORT: '2' }),
    ],
  ])('%s', (_, left, right) => {
    expect(unlike(left, right)).toEqual([]);
  });
});

function cgi(environment: Readonly<Record<string, string>>): Answer {
  return answer(
    200,
    [['Content-Type', 'application/json']],
    JSON.stringify({ environment, arguments: [], body: '' }),
  );
}
