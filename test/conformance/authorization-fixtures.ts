import { createHash } from 'node:crypto';
import { type Fixture, parseFixture } from '../kit/fixture.js';
import { accessPlaces } from './authorization-access.js';
import { mergedPlaces } from './authorization-merging.js';
import { treePlaces } from './authorization-trees.js';
import type { MadePlace } from './made-place.js';

/** Tables that are made and not written: trees of Require, sections in one another, Order and its kin beside Require. */
export function authorizationFixtures(): readonly Fixture[] {
  return [
    madeFixture('made-trees', treePlaces()),
    madeFixture('made-merging', mergedPlaces()),
    madeFixture('made-access', accessPlaces()),
  ];
}

function madeFixture(name: string, places: readonly MadePlace[]): Fixture {
  const hash = createHash('sha1').update('pw').digest('base64');
  const users = ['alice', 'bob'].map((user) => `${user}:{SHA}${hash}`);
  return parseFixture(
    name,
    [
      'DocumentRoot {ROOT}',
      'AliasMatch ^/at {ROOT}/plain',
      'SetEnvIf X-Mark . MARK',
      '<Location /at>',
      'AuthType Basic',
      'AuthName made',
      'AuthUserFile {FILES}/users',
      '</Location>',
      ...places.map(({ text }) => text),
      '==== file users',
      ...users,
      '==== requests',
      ...places.flatMap(({ path, requests }) => requests.map((request) => request.replace('PATH', path))),
    ].join('\n'),
  );
}
