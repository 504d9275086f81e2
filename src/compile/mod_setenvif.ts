import { modSetenvif } from '../directives/mod_setenvif.js';
import type { HeaderTestArguments } from '../directives/setenvif-words.js';
import type { EnvironmentTest } from '../ruleset/mod_setenvif.js';
import { append } from './draft.js';
import { lowerings, type To } from './lowering.js';

type Here = To<'mod_setenvif'>;

export const setenvif = lowerings(modSetenvif, {
  SetEnvIf(args, to) {
    add(headerTest(args, '', to, 'SetEnvIf'), args.variables, to);
  },
  SetEnvIfNoCase(args, to) {
    add(headerTest(args, 'i', to, 'SetEnvIfNoCase'), args.variables, to);
  },
  SetEnvIfExpr({ condition, variables }, to) {
    add({ kind: 'expression', condition }, variables, to);
  },
  BrowserMatch(args, to) {
    add(headerTest(args, '', to, 'BrowserMatch'), args.variables, to);
  },
  BrowserMatchNoCase(args, to) {
    add(headerTest(args, 'i', to, 'BrowserMatchNoCase'), args.variables, to);
  },
});

const attributes = [
  'Remote_Addr',
  'Remote_Host',
  'Request_URI',
  'Request_Method',
  'Request_Protocol',
  'Server_Addr',
] as const;

function headerTest(
  { subject, subjectIsPattern, pattern }: HeaderTestArguments,
  flags: string,
  to: Here,
  directive: string,
): EnvironmentTest['test'] | undefined {
  const regex = to.regex(pattern, flags, `${directive} regex could not be compiled.`);
  if (!regex) return undefined;
  const attribute = attributes.find((name) => name.toLowerCase() === subject.toLowerCase());
  if (attribute) return { kind: 'attribute', attribute, regex };
  if (!subjectIsPattern) return { kind: 'header', header: subject, regex };
  const name = to.regex(subject, flags, `${directive}Header name regex could not be compiled.`);
  return name && { kind: 'headers', name, regex };
}

/** Outside sections the tests run as soon as the request is read, inside when the sections are known. */
function add(
  test: EnvironmentTest['test'] | undefined,
  variables: EnvironmentTest['variables'],
  to: Here,
): void {
  if (!test) return;
  const entry: EnvironmentTest = { test, variables, from: to.origin };
  if (to.place.kind === 'server') to.server.mod_setenvif.push(entry);
  else to.settings.tests = append(to.settings.tests, entry);
}
