import { describe, expect, test } from '@jest/globals';
import { applyResponseHeaders } from '../../src/evaluate/mod_headers.js';
import { startPage } from '../../src/evaluate/page-fields.js';
import { nowhere, sketch } from './build.js';

function page(status: number) {
  const { exchange } = sketch({
    settings: {
      mod_headers: {
        responseAlways: [
          { action: 'unset', name: 'WWW-Authenticate', from: nowhere },
          {
            action: 'set',
            name: 'X',
            value: {
              kind: 'expression',
              expression: {
                expression: { kind: 'call', name: 'resp', argument: { kind: 'literal', value: 'Location' } },
              },
            },
            from: nowhere,
          },
        ],
      },
    },
  });
  exchange.status = status;
  exchange.responseFields.set('X-Content', 'a');
  exchange.responseFields.set('Location', 'http://h/');
  exchange.errorFields.set('WWW-Authenticate', 'Negotiate');
  startPage(exchange);
  applyResponseHeaders(exchange, 'page');
  return { fields: [...exchange.errorFields, ...exchange.responseFields], type: exchange.contentType };
}

describe('a page that the server makes', () => {
  test('keeps what errors set, which Header does not see', () => {
    expect(page(401)).toEqual({
      fields: [
        ['X', ''],
        ['WWW-Authenticate', 'Negotiate'],
      ],
      type: 'text/html; charset=iso-8859-1',
    });
  });

  test('keeps the place a redirect leads to', () => {
    expect(page(302).fields).toEqual([
      ['X', 'http://h/'],
      ['WWW-Authenticate', 'Negotiate'],
      ['Location', 'http://h/'],
    ]);
  });
});
