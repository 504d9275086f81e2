import type { AnswerTo, ComponentKind } from '../evaluate/need.js';
import { loadProgram, type Program } from '../evaluate/program.js';
import type { LineAt } from '../explain/contributions.js';
import { explain } from '../explain/explain.js';
import type { Explanation, Question } from '../explain/explanation.js';
import type { Look, Outside } from '../explain/outside.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { supposeRequest } from './server-view.js';
import { directoryAnswer } from './supposed.js';
import { type SupposedFiles, type SupposedMachine, supposedMachine } from './supposed-machine.js';

/** A ruleset on a machine that nobody looks at. */
export interface SupposedServer {
  readonly program: Program;
  readonly machine: SupposedMachine;
}

/** Puts a ruleset, as the linter judges it, on such a machine. */
export function supposedServer(ruleset: Ruleset): SupposedServer {
  const machine = supposedMachine(ruleset);
  return { program: loadProgram(ruleset, machine.surroundings), machine };
}

/** Explains a request in the world that the linter supposes, where it says the same. */
export async function explainSupposed(
  { program, machine }: SupposedServer,
  question: Question,
  files: SupposedFiles,
  lineAt?: LineAt,
): Promise<Explanation> {
  const { localAddress, ...rest } = question;
  const { paths } = supposeRequest(program, machine, {
    ...rest,
    ...(localAddress && { localAddress: { address: '127.0.0.1', ...localAddress } }),
    ...(files === 'missing' && { files }),
  });
  return explain(program, question, outsideOf(paths, machine, files, question.login), lineAt);
}

function outsideOf(
  paths: ReadonlyMap<string, ComponentKind>,
  machine: SupposedMachine,
  files: SupposedFiles,
  login: Question['login'],
): Outside {
  const answer = (look: Look): unknown => {
    switch (look.need) {
      case 'file':
      case 'component':
        return paths.get(look.path) ?? machine.kindOf(look.path, files, false);
      case 'folder-files':
        return false;
      case 'resolve':
        return [];
      case 'groups-of':
        return { groups: [] };
      case 'rewrite-map':
        return new Map();
      case 'ldap':
        return directoryAnswer(look.request, login);
      default:
        return undefined;
    }
  };
  return async <N extends Look>(look: N) => answer(look) as AnswerTo<N>;
}
