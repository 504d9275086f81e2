import { describe, expect, test } from '@jest/globals';
import { FairQueue } from '../../src/authn/fair-queue.js';

interface Item {
  readonly client: string;
  readonly number: number;
}

function queueOf(most: number, clients: string): FairQueue<Item> {
  const queue = new FairQueue<Item>(most);
  for (const [number, client] of [...clients].entries()) queue.add(client, { client, number });
  return queue;
}

function served(queue: FairQueue<Item>, mayGo?: (client: string) => boolean): string {
  const order: string[] = [];
  for (let item = queue.take(mayGo); item; item = queue.take(mayGo))
    order.push(`${item.client}${item.number}`);
  return order.join(' ');
}

describe('a fair queue', () => {
  test.each([
    ['one client in order', 'aaa', 'a0 a1 a2'],
    ['clients in turn', 'aaabc', 'a0 b3 c4 a1 a2'],
    ['a client that comes later after one of each before', 'aabbc', 'a0 b2 c4 a1 b3'],
  ])('serves %s', (_, clients, expected) => {
    expect(served(queueOf(10, clients))).toBe(expected);
  });

  test('passes over clients that may not go on, and keeps their places', () => {
    const queue = queueOf(10, 'aab');
    expect([queue.hasNext((client) => client === 'b'), queue.hasNext(() => false)]).toEqual([true, false]);
    expect(served(queue, (client) => client !== 'a')).toBe('b2');
    expect(queue.hasNext((client) => client === 'b')).toBe(false);
    expect(queue.size).toBe(2);
    expect(served(queue)).toBe('a0 a1');
  });

  test('takes nobody in when one client alone has filled it', () => {
    const queue = queueOf(3, 'aaa');
    const another = { client: 'a', number: 9 };
    expect(queue.hasRoom('a')).toBe(false);
    expect(queue.add('a', another)).toBe(another);
    expect(queue.size).toBe(3);
  });

  test('gives the newest place of who has most to who has fewer', () => {
    const queue = queueOf(3, 'aaa');
    expect(queue.hasRoom('b')).toBe(true);
    expect(queue.add('b', { client: 'b', number: 9 })).toEqual({ client: 'a', number: 2 });
    expect(queue.size).toBe(3);
    // Both would have as many now.
    expect(queue.hasRoom('b')).toBe(false);
    expect(served(queue)).toBe('a0 b9 a1');
  });

  test('gives no place of a client who has one', () => {
    const queue = queueOf(3, 'abc');
    expect(queue.hasRoom('d')).toBe(false);
  });

  test('takes out what matches, wherever it stands', () => {
    const queue = queueOf(10, 'abcab');
    expect(queue.remove(({ number }) => number % 2 === 0)).toHaveLength(3);
    expect(queue.size).toBe(2);
    expect(served(queue)).toBe('a3 b1');
  });

  test('counts what is in it, whatever is done', () => {
    const queue = new FairQueue<Item>(5);
    let seed = 7;
    let inside = 0;
    for (let number = 0; number < 2000; number++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const client = 'abcd'[seed % 4]!;
      if (seed % 3 === 0) inside -= queue.take() ? 1 : 0;
      else if (!queue.add(client, { client, number })) inside++;
      expect(queue.size).toBe(inside);
      expect(inside).toBeLessThanOrEqual(5);
    }
    expect(served(queue).split(' ')).toHaveLength(inside);
  });
});
