import type { HeaderArguments } from '../directives/header-words.js';
import { modHeaders } from '../directives/mod_headers.js';
import type { HeaderEdit } from '../ruleset/mod_headers.js';
import { append } from './draft.js';
import { lowerings, type To } from './lowering.js';

type Here = To<'mod_headers'>;

export const headers = lowerings(modHeaders, {
  Header(args, to) {
    const edit = editOf(args, to);
    if (!edit) return;
    const list = args.always ? 'responseAlways' : 'response';
    to.settings[list] = append(to.settings[list], edit);
  },
  RequestHeader(args, to) {
    const edit = editOf(args, to);
    if (edit) to.settings.request = append(to.settings.request, edit);
  },
});

function editOf(args: HeaderArguments, to: Here): HeaderEdit | undefined {
  const change = changeOf(args, to);
  if (!change) return undefined;
  const when = args.when?.kind === 'early' ? { early: true } : args.when ? { when: args.when } : {};
  return { action: args.action, name: args.name, ...change, ...when, from: to.origin };
}

type Change = Pick<HeaderEdit, 'value' | 'regex' | 'replacement' | 'echo'>;

function changeOf(args: HeaderArguments, to: Here): Change | undefined {
  switch (args.action) {
    case 'unset':
      return {};
    case 'echo': {
      const echo = to.regex(args.pattern, '', 'Header echo regex could not be compiled');
      return echo && { echo };
    }
    case 'edit':
    case 'edit*': {
      const regex = to.regex(args.pattern, '', 'Header edit regex could not be compiled');
      return regex && { regex, replacement: args.replacement };
    }
    default:
      return { value: args.value };
  }
}
