import { expect, test } from '@jest/globals';
import { siteOf } from '../../src/lint/site.js';
import { load } from '../../src/serve/load.js';

// Sections of the main server count for each virtual host: where both are many, not each pair is looked at.

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

test('the places of many servers and folders are bounded, and each server has those of its own sections', () => {
  const servers = numbers(150).map(
    (at) =>
      `<VirtualHost *:80>\nServerName s${at}.example\nDocumentRoot /srv/s${at}\n<Location /own${at}>\nRequire valid-user\n</Location>\n</VirtualHost>\n`,
  );
  const folders = numbers(200).map(
    (at) => `<Directory /folders/d${at}>\nRequire all granted\n</Directory>\n`,
  );
  const text = `Listen 80\n${servers.join('')}${folders.join('')}`;
  const file = { path: '/etc/apache2/apache2.conf', text };
  const site = siteOf(load(file, { defines: [], before: [], after: [], environment: {} }));
  const titles = site.places.map(({ title }) => title);
  expect(site.places.length).toBeLessThan(21_000);
  for (const at of numbers(150)) expect(titles.some((title) => title.includes(`/own${at}`))).toBe(true);
  for (const at of numbers(200)) expect(titles.some((title) => title.includes(`/folders/d${at}`))).toBe(true);
});
