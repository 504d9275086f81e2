import { type Authorization, logLine, type RequirementTest } from './authz.js';

/** `Require file-owner`: the user has the name of the file's owner. */
export const testFileOwner: RequirementTest<'file-owner'> = (_requirement, authorization) => {
  const { user } = authorization.exchange;
  if (user === undefined) return 'denied-no-user';
  const owner = ownerOf(authorization, 'user');
  if (owner === undefined) return 'denied';
  if (owner === user) return 'granted';
  tell(authorization, 'AH01637', `file owner ${owner} does not match.`);
  return 'denied';
};

/** The name of the group that the file belongs to; `undefined`, with a line in the log, where there is none. */
export function fileGroup(authorization: Authorization): string | undefined {
  if (authorization.exchange.program.has('mod_authz_owner')) return ownerOf(authorization, 'group');
  tell(authorization, undefined, 'mod_authz_owner is not loaded, so nothing tells the file group');
  return undefined;
}

const codes = {
  user: { nameless: 'AH01633', unseen: 'AH01634', unnamed: 'AH01636', words: 'file owner' },
  group: { nameless: 'AH01638', unseen: 'AH01639', unnamed: 'AH01641', words: 'file group' },
} as const;

function ownerOf(authorization: Authorization, kind: 'user' | 'group'): string | undefined {
  const { filename, program } = authorization.exchange;
  const { machine } = program.surroundings;
  const { nameless, unseen, unnamed, words } = codes[kind];
  if (filename === undefined) {
    tell(authorization, nameless, 'no filename available');
    return undefined;
  }
  const facts = machine.look(filename, false);
  if (!facts) {
    tell(authorization, unseen, `could not stat file ${filename}`);
    return undefined;
  }
  const name = machine.nameOf(kind, kind === 'user' ? facts.owner : facts.group);
  if (name !== '') return name;
  tell(authorization, unnamed, `could not get name of ${words}`);
  return undefined;
}

function tell(authorization: Authorization, code: string | undefined, reason: string): void {
  const { user, uri } = authorization.exchange;
  const message = `Authorization of user ${user} to access ${uri} failed, reason: ${reason}`;
  logLine(authorization, 'error', code, message);
}
