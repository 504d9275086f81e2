import { describe, expect, test } from '@jest/globals';
import { SectionIndex } from '../../src/evaluate/section-index.js';
import {
  firstPassingId,
  type MergedNode,
  newRoomForSets,
  SectionMerger,
} from '../../src/evaluate/sections.js';
import type { SectionMatch } from '../../src/ruleset/core.js';
import type { Section } from '../../src/ruleset/ruleset.js';

const nowhere = { file: 0, line: 1, column: 1 };

function section(id: number, match: SectionMatch, authName = `section ${id}`): Section {
  const settings = { mod_authn_core: { authName } };
  return { id, title: `section ${id}`, match, settings, files: [], conditions: [], from: nowhere };
}

const prefix = (text: string): SectionMatch => ({ kind: 'prefix', prefix: text });

function found(sections: readonly Section[], path: string): number[] {
  const ids: number[] = [];
  new SectionIndex(sections).find(path, ({ id }) => ids.push(id));
  return ids;
}

describe('the section index', () => {
  test.each([
    ['/app', '/app', true],
    ['/app', '/app/', true],
    ['/app', '/app/x', true],
    ['/app', '/appx', false],
    ['/app', '/ap', false],
    ['/app/', '/app/', true],
    ['/app/', '/app/x', true],
    ['/app/', '/app', false],
    ['/', '/', true],
    ['/', '/anything', true],
    ['/', '*', false],
    ['', '/x', true],
    ['/a b', '/a b/c', true],
  ])('a literal %s covers %s: %s', (literal, path, covers) => {
    expect(found([section(1, prefix(literal))], path)).toEqual(covers ? [1] : []);
  });

  test('sections come in the order they were written, whatever their kind', () => {
    const sections = [
      section(1, prefix('/a/b')),
      section(2, { kind: 'regex', regex: { pattern: '^/a', flags: '' } }),
      section(3, prefix('/a')),
      section(4, { kind: 'wildcard', pattern: '/*/b' }),
      section(5, prefix('/a/b/c')),
      section(6, prefix('/a')),
    ];
    expect(found(sections, '/a/b')).toEqual([1, 2, 3, 4, 6]);
    expect(found(sections, '/a/b/c')).toEqual([1, 2, 3, 5, 6]);
    expect(found(sections, '/x/b')).toEqual([4]);
  });

  test('a scan over all sections gives the same', () => {
    const literals = ['/', '/a', '/a/', '/a/b', '/b', '/a/b/', '/ab', ''];
    const sections = literals.map((text, id) => section(id, prefix(text)));
    const covers = (text: string, path: string) =>
      path.startsWith(text) &&
      (text === '' || text.endsWith('/') || path.length === text.length || path[text.length] === '/');
    for (const path of ['/', '/a', '/a/', '/a/b', '/a/b/', '/ab', '/abc', '/a/bc/d', '/c']) {
      expect(found(sections, path)).toEqual(
        sections.filter((_, id) => covers(literals[id]!, path)).map(({ id }) => id),
      );
    }
  });
});

describe('the set that a path leads to', () => {
  const literals = ['/', '/a', '/a/', '/a/b', '/b', '/a/b/', '/ab', ''];
  const sections = literals.map((text, id) => section(id, prefix(text)));
  const paths = ['/', '/a', '/a/', '/a/b', '/a/b/', '/ab', '/abc', '/a/bc/d', '/c', '*', '', '/a/b/c/d'];

  function foundFor(path: string, start: MergedNode, merger: SectionMerger): MergedNode {
    const found: Section[] = [];
    new SectionIndex(sections).find(path, (each) => found.push(each));
    return merger.applyTogether(start, found);
  }

  test('is that of all sections found, whatever was asked before and over whichever set', () => {
    const index = new SectionIndex(sections);
    const merger = new SectionMerger({});
    const starts = [
      merger.root,
      ...[20, 21].map((id) => merger.apply(merger.root, section(id, prefix('x')))),
    ];
    for (const start of [...starts, ...starts])
      for (const path of [...paths, ...paths])
        expect(index.merged(path, start, merger)).toBe(foundFor(path, start, merger));
    for (const path of paths)
      for (const start of starts)
        expect(index.merged(path, start, merger)).toBe(foundFor(path, start, merger));
  });

  test('is found path by path where expressions or wildcards may match', () => {
    const index = new SectionIndex([...sections, section(9, { kind: 'wildcard', pattern: '/*/b' })]);
    const merger = new SectionMerger({});
    expect(index.merged('/a', merger.root, merger)).toBeUndefined();
  });

  test('is not kept where there is no room for it', () => {
    const index = new SectionIndex(sections);
    const merger = new SectionMerger({}, [], newRoomForSets(0));
    const first = index.merged('/b', merger.root, merger);
    expect(index.merged('/b', merger.root, merger)).not.toBe(first);
    const passing = merger.apply(merger.root, section(firstPassingId, prefix('/a/')));
    const over = index.merged('/a', passing, merger);
    expect(over?.isKept).toBe(false);
    expect(over?.sections).toHaveLength(4);
  });
});

test('a wildcard Directory covers what lies below, a wildcard Location only itself', () => {
  const sections = [section(1, { kind: 'wildcard', pattern: '/home/*/public_html' })];
  const covered = (path: string, below: boolean) => {
    const ids: number[] = [];
    new SectionIndex(sections, below).find(path, ({ id }) => ids.push(id));
    return ids.length > 0;
  };
  expect(covered('/home/a/public_html', true)).toBe(true);
  expect(covered('/home/a/public_html/x/y', true)).toBe(true);
  expect(covered('/home/a/public_htmlx', true)).toBe(false);
  expect(covered('/home/a/b/public_html', true)).toBe(false);
  expect(covered('/home/a/public_html/x/y', false)).toBe(false);
});

describe('merged sets of sections', () => {
  const base = { mod_authn_core: { authType: 'GSSAPI', authName: 'base' } };

  test('the same sections give the same object, other orders another', () => {
    const merger = new SectionMerger(base);
    const [one, two] = [section(1, prefix('/a')), section(2, prefix('/b'))];
    const both = merger.apply(merger.apply(merger.root, one), two);
    expect(merger.apply(merger.apply(merger.root, one), two)).toBe(both);
    expect(merger.apply(merger.apply(merger.root, two), one)).not.toBe(both);
    expect(both.settings.mod_authn_core).toMatchObject({ authType: 'GSSAPI', authName: 'section 2' });
  });
});

describe('sets of sections with per-directory files', () => {
  test('the same file gives the same set, another one another', () => {
    const merger = new SectionMerger({});
    const [one, two] = [1, 2].map((at) => section(firstPassingId + at, prefix('/a/')));
    const inner = section(7, prefix('x'));
    const set = merger.apply(merger.root, one!);
    expect(merger.apply(merger.root, one!)).toBe(set);
    expect(merger.apply(merger.root, two!)).not.toBe(set);
    expect(merger.apply(set, inner)).toBe(merger.apply(set, inner));
  });

  test('files that were given up leave nothing behind and take no room', () => {
    const merger = new SectionMerger({});
    for (let at = 0; at < 60_000; at++)
      merger.apply(merger.root, section(firstPassingId + at, prefix('/a/')));
    expect(merger.root.next?.size ?? 0).toBe(0);
    const kept = section(1, prefix('/b'));
    expect(merger.apply(merger.root, kept)).toBe(merger.apply(merger.root, kept));
  });

  test('what is merged over one file is bounded', () => {
    const merger = new SectionMerger({});
    const set = merger.apply(merger.root, section(firstPassingId, prefix('/a/')));
    for (let at = 1; at < 2000; at++) merger.apply(set, section(at, prefix('x')));
    expect(set.next?.size).toBeLessThanOrEqual(500);
  });
});
