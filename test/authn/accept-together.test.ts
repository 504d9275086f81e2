import { expect, test } from '@jest/globals';
import { AcceptTogether } from '../../src/authn/accept-together.js';
import type { AcceptOutcome } from '../../src/gssapi/acceptor.js';

const outcome = (text: string): AcceptOutcome => ({
  kind: 'continue',
  token: Buffer.from(text),
});

test('tokens of one turn are accepted in their order before any of their requests goes on', async () => {
  const together = new AcceptTogether();
  const order: string[] = [];
  const login = async (name: string): Promise<void> => {
    await together.add(() => {
      order.push(`accept ${name}`);
      return outcome(name);
    });
    order.push(`go on ${name}`);
  };
  await Promise.all(['a', 'b', 'c'].map(login));
  expect(order).toEqual(['accept a', 'accept b', 'accept c', 'go on a', 'go on b', 'go on c']);
});

test('those of one turn have the same look at keytabs, those of another one have another', async () => {
  const together = new AcceptTogether();
  const looks: object[] = [];
  const login = (): Promise<AcceptOutcome> =>
    together.add((look) => {
      looks.push(look);
      return outcome('');
    });
  await Promise.all([login(), login()]);
  await login();
  expect(looks[1]).toBe(looks[0]);
  expect(looks[2]).not.toBe(looks[0]);
});

test('one that fails inside concerns no other', async () => {
  const together = new AcceptTogether();
  const settled = await Promise.allSettled([
    together.add(() => {
      throw new Error('a mistake of ours');
    }),
    together.add(() => outcome('fine')),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('what comes while others are accepted has a turn of its own', async () => {
  const together = new AcceptTogether();
  const order: string[] = [];
  let late: Promise<AcceptOutcome> | undefined;
  const first = together.add(() => {
    order.push('first');
    late = together.add(() => {
      order.push('late');
      return outcome('late');
    });
    return outcome('first');
  });
  await first;
  expect(order).toEqual(['first']);
  expect(await late).toEqual(outcome('late'));
});

test('what waits is accepted at once where it is asked for', async () => {
  const together = new AcceptTogether();
  let accepted = 0;
  const waiting = together.add(() => {
    accepted += 1;
    return outcome('');
  });
  together.run();
  expect(accepted).toBe(1);
  await waiting;
  await new Promise((resolve) => setImmediate(resolve));
  expect(accepted).toBe(1);
});
