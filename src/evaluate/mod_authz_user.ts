import { logLine, type RequirementTest } from './authz.js';
import { wordsOf } from './word-list.js';

/** `Require valid-user`. */
export const testValidUser: RequirementTest<'valid-user'> = (_requirement, { exchange }) =>
  exchange.user === undefined ? 'denied-no-user' : 'granted';

/** `Require user name …`: names count by case. */
export const testUser: RequirementTest<'user'> = ({ users }, authorization) => {
  const { exchange } = authorization;
  if (exchange.user === undefined) return 'denied-no-user';
  const words = wordsOf(users, exchange);
  if ('problem' in words) {
    const message = `authz_user authorize: require user: Can't evaluate require expression: ${words.problem}`;
    logLine(authorization, 'error', 'AH02594', message);
    return 'denied';
  }
  return words.includes(exchange.user) ? 'granted' : 'denied';
};
