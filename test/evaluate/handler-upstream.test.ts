import { expect, test } from '@jest/globals';
import { siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';

const statusOf = (handler: string): number | undefined => {
  const place = `<FilesMatch "[.]php$">\nSetHandler "${handler}"\n</FilesMatch>\n`;
  const loaded = loadSnippet(`DocumentRoot /srv\n${place}`);
  return siteOf(loaded).servers[0]?.ask({ target: '/page.php' }).status;
};

test.each([
  ['proxy:fcgi://127.0.0.1:9000', 500],
  ['proxy:unix:/run/php/php-fpm.sock|fcgi://localhost', 500],
  ['proxy:http://127.0.0.1:9000', 500],
  ['default-handler', 200],
] as const)('the text of a file that %s is for is not sent', (handler, status) => {
  expect(statusOf(handler)).toBe(status);
});
