import { modules } from '../directives/index.js';
import type { Directive, Section } from '../syntax/tree.js';
import type { Nest } from './nest.js';
import type { Run } from './run.js';

/** Names that httpd does not know, in lower case, each as it is written. */
const ownNames: ReadonlyMap<string, string> = new Map(
  modules
    .filter((module) => 'own' in module && module.own)
    .flatMap((module) => Object.keys(module.directives).map((name) => [name.toLowerCase(), name] as const)),
);

const ownModule = /^(?:mod_kerbgate\.c|kerbgate_module)$/;

/** Whether httpd passes over what the section holds, or may be told to: nobody but kerbgate has these modules and names. */
function keepsHttpdOut({ name, args: { words } }: Section): boolean {
  const kind = name.toLowerCase();
  const word = words[0]?.value ?? '';
  if (kind === 'ifmodule') return ownModule.test(word);
  if (kind === 'ifdirective') return ownNames.has(word.toLowerCase());
  return kind === 'ifdefine' || kind === 'iffile';
}

/** Whether httpd does not come to where reading stands. */
export const isBeyondHttpd = ({ open }: Nest): boolean =>
  open.some(({ at, branch }) => branch && keepsHttpdOut(at));

/** For `check` alone: tells of each line that httpd does not know whether it refuses the file because of that. */
export function noteOwn({ notes }: Run, at: Directive, beyondHttpd: () => boolean): void {
  const what = ownWords(at);
  if (what === undefined) return;
  notes.push({
    ...{ code: 'own-directive', severity: 'note', stage: 'read', span: at.nameSpan },
    ...(beyondHttpd()
      ? { message: `${what} is kerbgate's own: httpd does without it here` }
      : {
          message: `${what} is kerbgate's own: httpd refuses a file with this line`,
          hint: 'put it into <IfModule mod_kerbgate.c>, which httpd passes over, if httpd reads the file too',
        }),
  });
}

function ownWords({ name, args: { words } }: Directive): string | undefined {
  const lower = name.toLowerCase();
  if (lower !== 'require') return ownNames.get(lower);
  const provider = words[words[0]?.value.toLowerCase() === 'not' ? 1 : 0]?.value.toLowerCase();
  return provider === 'pac-group' ? 'Require pac-group' : undefined;
}
