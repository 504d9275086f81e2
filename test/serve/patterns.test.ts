import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeStage, type Stage } from './processes.js';

// Each of these would hold a worker for hours, were the ways through it tried one by one.
const patterns = ['(?:.*,){12}P', '.*,.*,.*,.*,.*,.*P', '^/(?:[^/]*,?){14}P'];

let stage: Stage;

beforeAll(async () => {
  stage = await makeStage();
  const sections = patterns.map(
    (pattern) => `<LocationMatch "${pattern}">\nRequire all denied\n</LocationMatch>`,
  );
  const endless = '<LocationMatch "^/endless/((x+x+)+)\\1y">\nRequire all denied\n</LocationMatch>';
  await stage.start(['serve', stage.configure([...sections, endless].join('\n')), '--workers', '1']);
});

afterAll(() => stage.close());

test('a path with very many ways through a pattern is answered', async () => {
  expect(await stage.get(`/${','.repeat(200)}`)).toBe(404);
  expect(await stage.get(`/${','.repeat(200)}P`)).toBe(403);
});

test('a path for which a search is given up is answered with 500, and the next request as ever', async () => {
  expect(await stage.get(`/endless/${'x'.repeat(4000)}`)).toBe(500);
  expect(await stage.get('/endless/xxxxy')).toBe(403);
  expect(await stage.get('/endless/x')).toBe(404);
});
