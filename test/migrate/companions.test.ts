import { describe, expect, test } from '@jest/globals';
import { inMergeOrder } from '../../src/migrate/access/circumstance.js';
import { Companions } from '../../src/migrate/access/companions.js';
import { isBefore, overlapOf } from '../../src/migrate/access/overlap.js';
import { type Room, roomsOf } from '../../src/migrate/access/room.js';
import { type UrlMap, urlMapOf } from '../../src/migrate/access/url-map.js';
import { Random } from '../kit/random.js';
import { siteOfText } from './migrate-text.js';

const ofText = (text: string): { rooms: readonly Room[]; map: UrlMap } => {
  const site = siteOfText(text);
  return { rooms: inMergeOrder(roomsOf(site)), map: urlMapOf(site) };
};

const section = (opening: string): string =>
  `<${opening}>\nOrder allow,deny\nAllow from 192.0.2.1\n</${opening.split(' ')[0]}>\n`;

const openings = [
  ...['/', '/a', '/a/b', '/a/b/c', '/ab', '/a/', '/b'].map((path) => `Location ${path}`),
  ...['/', '/srv', '/srv/www', '/srv/www/a', '/srv/www/a/b', '/srv/www/ab'].map(
    (path) => `Directory ${path}`,
  ),
  ...['Location /a/*', 'LocationMatch ^/a', 'Directory ~ ^/srv', 'Files x', 'Directory /srv/*/a'],
];

describe('sections that may match the same requests', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('all of them are found, seed %d', (seed) => {
    const random = new Random(seed);
    const heads = ['DocumentRoot /srv/www\n', '', 'DocumentRoot /srv/www\nAlias /a /srv/other\n'];
    const parts = Array.from({ length: 12 }, () => {
      const one = section(random.pick(openings));
      return random.chance(0.2)
        ? `<VirtualHost *:80>\n${one}${section(random.pick(openings))}</VirtualHost>\n`
        : one;
    });
    const { rooms, map } = ofText(random.pick(heads) + parts.join(''));
    const companions = new Companions(rooms, map);
    for (const room of rooms) {
      const found = companions.of(room);
      const meant = rooms.filter(
        (each) => each !== room && isBefore(each, room) && overlapOf(each, room, map) !== 'never',
      );
      expect(found.filter((each) => meant.includes(each))).toEqual(meant);
    }
  });

  test('their number does not grow with that of other sections', () => {
    const most = [100, 200, 400].map((count) => {
      const parts = Array.from(
        { length: count },
        (_, at) => section(`Location /p${at}`) + section(`Directory /srv/www/d${at}`),
      );
      const { rooms, map } = ofText(`DocumentRoot /srv/www\n${parts.join('')}`);
      const companions = new Companions(rooms, map);
      return Math.max(...rooms.map((room) => companions.of(room).length));
    });
    expect(most[1]).toBe(most[0]);
    expect(most[2]).toBe(most[0]);
  });
});
