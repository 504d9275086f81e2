import { finished } from 'node:stream/promises';
import { describe, expect, test } from '@jest/globals';
import type { ResponseStream } from '../../src/content/handler.js';
import type { ServerEnvironment } from '../../src/evaluate/environment.js';
import type { Evaluation } from '../../src/evaluate/need.js';
import { type SsiPage, startPage } from '../../src/evaluate/ssi-page.js';
import { lookUpInclusion } from '../../src/evaluate/ssi-run.js';
import type { IncludeSettings } from '../../src/ruleset/mod_include.js';
import { outputTo, type PageOutput, type PageServer, PageStream } from '../../src/serve/page-stream.js';
import { run, sketch } from '../evaluate/build.js';

const tags = { start: '<!--#', end: '-->' };

const environment: ServerEnvironment = { software: 'kerbgate', process: {} };

/** A page with nothing set, and what is logged for it. */
function newPage(settings: IncludeSettings = {}) {
  const { exchange, lines } = sketch({ settings: { mod_include: settings, core: includes } });
  return { page: startPage(exchange, environment, undefined), lines };
}

const includes = { options: { set: ['Includes' as const], add: [], remove: [] } };

/** Output that is counted, and kept as far as `keep` bytes; `most` is the longest piece. */
function counter(keep = 0) {
  const seen = { bytes: 0, most: 0, text: '' };
  const output: PageOutput = {
    async write(text) {
      seen.bytes += text.length;
      seen.most = Math.max(seen.most, text.length);
      if (seen.text.length < keep) seen.text += text;
    },
  };
  return { seen, output };
}

const server: PageServer = {
  drive: <T>(evaluation: Evaluation<T>) => run(evaluation),
  include: () => Promise.resolve('nothing is included here'),
};

/** Writes `pieces` through a page, each once the one before is done. */
async function send(page: SsiPage, pieces: Iterable<string>, output: PageOutput): Promise<void> {
  const stream = new PageStream(() => page, tags, output, server);
  const end = finished(stream);
  for (const piece of pieces)
    await new Promise<void>((resolve, reject) =>
      stream.write(Buffer.from(piece, 'latin1'), (error) => (error ? reject(error) : resolve())),
    );
  stream.end();
  await end;
}

function* repeated(text: string, times: number): Generator<string> {
  for (let at = 0; at < times; at++) yield text;
}

describe('a page that is large', () => {
  test('20 MB pass in pieces, nothing of them is kept', async () => {
    const { seen, output } = counter();
    const piece = `${'x'.repeat(64 * 1024 - 30)}<!--#echo var="NOT_SET" -->`;
    await send(newPage().page, repeated(piece, 320), output);
    expect(seen.bytes).toBe(320 * (64 * 1024 - 30 + '(none)'.length));
    expect(seen.most).toBeLessThanOrEqual(2 * 64 * 1024);
  });

  test('100,000 elements in one piece are sent as they come', async () => {
    const { seen, output } = counter();
    await send(newPage({ undefinedEcho: '-' }).page, ['<!--#echo var="X" -->'.repeat(100_000)], output);
    expect(seen.bytes).toBe(100_000);
    expect(seen.most).toBeLessThanOrEqual(64 * 1024);
  });

  test('an element without an end is given up', async () => {
    const { seen, output } = counter(100);
    const { page, lines } = newPage();
    await send(page, ['a<!--#echo var="', ...repeated('y'.repeat(64 * 1024), 20), '" -->b'], output);
    expect(seen.bytes).toBeLessThan(1000);
    expect(lines.some(({ message }) => message.includes('too long'))).toBe(true);
  });

  test('conditions may be nested deeply', async () => {
    const { seen, output } = counter(100);
    const open = '<!--#if expr="false" -->'.repeat(20_000);
    await send(newPage().page, [`${open}x${'<!--#endif -->'.repeat(20_000)}y`], output);
    expect(seen.text).toBe('y');
  });

  test('variables that grow are refused in the end', async () => {
    const { output } = counter();
    const { page } = newPage();
    const grow = '<!--#set var="a" value="$a$a$a$a$a$a$a$a" -->';
    await send(page, [`<!--#set var="a" value="12345678" -->${grow.repeat(30)}`], output);
    expect(page.exchange.env.get('a')!.length).toBeLessThanOrEqual(1024 * 1024);
  });
});

describe('a page that includes', () => {
  test('has 10,000 inclusions for one request, then includes nothing more', () => {
    const { page } = newPage();
    expect(page.budget.inclusions).toBe(10_000);
    page.budget.inclusions = 0;
    const answer = run(lookUpInclusion(page, { name: 'virtual', value: '/again' }));
    expect(answer).toEqual({ problem: expect.stringContaining('include too much') });
  });

  test('shares its budget with the pages that it includes', () => {
    const { page } = newPage();
    const { exchange } = sketch({ settings: { core: includes } });
    expect(startPage(exchange, environment, page).budget).toBe(page.budget);
  });
});

describe('the answer that pages make together', () => {
  test('has 4 GiB at most', async () => {
    const response = { write: () => true, destroyed: false } as unknown as ResponseStream;
    const output = outputTo(response);
    const piece = 'x'.repeat(64 * 1024 ** 2);
    for (let at = 0; at < 64; at++) await output.write(piece);
    await expect(output.write('x')).rejects.toThrow('too large together');
  });

  test('ends with its client', async () => {
    const response = { write: () => true, destroyed: true } as unknown as ResponseStream;
    await expect(outputTo(response).write('x')).rejects.toThrow();
  });
});
