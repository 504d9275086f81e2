import { type Authorization, logLine, lookedUp, type RequirementTest } from './authz.js';
import { fileGroup } from './mod_authz_owner.js';
import { ask } from './need.js';
import type { Verdict } from './trace.js';
import { wordsOf } from './word-list.js';

/** `Require group name …`: the user is listed in one of these groups of the AuthGroupFile. */
export const testGroup: RequirementTest<'group'> = ({ groups }, authorization) => {
  const { exchange } = authorization;
  const own = groupsOfUser(authorization, groupCodes);
  if (typeof own === 'string') return own;
  const words = wordsOf(groups, exchange);
  if ('problem' in words) {
    const message = `authz_groupfile authorize: require group: Can't evaluate require expression: ${words.problem}`;
    logLine(authorization, 'error', 'AH02592', message);
    return 'denied';
  }
  if (words.some((name) => own.has(name.toLowerCase()))) return 'granted';
  const reason = "user is not part of the 'require'ed group(s).";
  logLine(authorization, 'debug', 'AH01667', failure(authorization, reason));
  return 'denied';
};

/** `Require file-group`: the user is listed in the group that the file belongs to. */
export const testFileGroup: RequirementTest<'file-group'> = (_requirement, authorization) => {
  const own = groupsOfUser(authorization, fileGroupCodes);
  if (typeof own === 'string') return own;
  const group = fileGroup(authorization);
  if (group === undefined) return 'denied';
  if (own.has(group.toLowerCase())) return 'granted';
  const reason = "user is not part of the 'require'ed file group.";
  logLine(authorization, 'debug', 'AH01671', failure(authorization, reason));
  return 'denied';
};

interface Codes {
  readonly unset: string;
  readonly unread: string;
  readonly unlisted: string;
  readonly level: 'info' | 'error';
}

const groupCodes: Codes = { unset: 'AH01664', unread: 'AH01665', unlisted: 'AH01666', level: 'info' };
const fileGroupCodes: Codes = { unset: 'AH01668', unread: 'AH01669', unlisted: 'AH01670', level: 'error' };

/** The user's groups in lower case, as their names count in any case; or the verdict where there are none to be had. */
function groupsOfUser(authorization: Authorization, codes: Codes): ReadonlySet<string> | Verdict {
  const { exchange, settings } = authorization;
  const { user } = exchange;
  if (user === undefined) return 'denied-no-user';
  const path = settings.mod_authz_groupfile?.groupFile;
  if (path === undefined) {
    logLine(authorization, 'error', codes.unset, 'No group file was specified in the configuration');
    return 'denied';
  }
  const found = lookedUp(authorization, `groups-of\0${path}\0${user}`, () =>
    ask({ need: 'groups-of', path, user }),
  );
  if (!found) return 'error';
  if ('unreadable' in found) {
    const message = `Could not open group file: ${path}: ${found.unreadable}`;
    logLine(authorization, 'error', codes.unread, message);
    return 'denied';
  }
  if (found.groups.length > 0) return new Set(found.groups);
  const reason = `user doesn't appear in group file (${path}).`;
  logLine(authorization, codes.level, codes.unlisted, failure(authorization, reason));
  return 'denied';
}

function failure({ exchange: { user, uri } }: Authorization, reason: string): string {
  return `Authorization of user ${user} to access ${uri} failed, reason: ${reason}`;
}
