import type { ArgumentInput, ArgumentProblem } from '../args.js';
import { addAuthnProvider } from '../authn-providers.js';
import { addedAuthz } from '../authz-aliases.js';
import { canBeHost } from '../host-port.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { textProblem } from './expression-words.js';
import { at, atoi } from './judge.js';

/** An application's address; whether its host has an address is not looked up. */
const backend: ArgumentCheck = (input, [, , address = '']) => {
  const [, host, port] = /^fcgi:\/\/([^/]*):([0-9]+)\/?$/.exec(address) ?? [];
  if (host === undefined) return at(input, 2, `${input.name}: backend-address '${address}' has invalid form`);
  if (atoi(port!) > 65_535)
    return at(input, 2, `${input.name}: backend-address '${address}' has invalid port`);
  if (canBeHost(host) || /^\[[\da-fA-F:.%]+\]$/.test(host)) return undefined;
  return at(input, 2, `${input.name}: Error resolving backend address`);
};

const provider: ArgumentCheck = (input, words) => {
  const [kind, name, address, extra] = words;
  if (kind === undefined) return { problem: `${input.name}: No type given` };
  if (!['authn', 'authz', 'authnz'].includes(kind.toLowerCase()))
    return at(input, 0, `${input.name}: Invalid provider type ${kind}`);
  if (name === undefined) return { problem: `${input.name}: No provider name given` };
  if (address === undefined) return { problem: `${input.name}: No backend-address given` };
  const problem = backend(input, words);
  if (problem) return problem;
  if (extra !== undefined) return at(input, 3, `${input.name}: Unexpected parameter ${extra}`);
  if (kind.toLowerCase() !== 'authz') addAuthnProvider(name, { digests: false }, input);
  if (kind.toLowerCase() !== 'authn') addedAuthz(input.machine).set(name, 'application');
  return undefined;
};

const use: ArgumentCheck = (input, [name, ...options]) => {
  if (name === undefined) return { problem: `${input.name}: No provider given` };
  if (name.toLowerCase() === 'none' && options.length > 0)
    return at(input, 1, 'Options aren\'t supported with "None"');
  for (let index = 0; index < options.length; index += 2) {
    const problem = optionProblem(input, index + 1, options[index]!, options[index + 1]);
    if (problem) return problem;
  }
  return undefined;
};

function optionProblem(
  input: ArgumentInput,
  index: number,
  option: string,
  value: string | undefined,
): ArgumentProblem | undefined {
  if (value === undefined) return at(input, index, `${input.name}: ${option}needs an argument`);
  switch (option.toLowerCase()) {
    case 'authoritative':
    case 'requirebasicauth':
      if (/^(?:on|off)$/i.test(value)) return undefined;
      return at(input, index + 1, `${input.name}: Bad argument '${value}' to option '${option}'`);
    case 'defaultuser':
      return undefined;
    case 'userexpr':
      return userProblem(input, index + 1, value);
    default:
      return at(input, index, `${input.name}: Unexpected option '${option}'`);
  }
}

/** The expression of the user's name may not read files. */
function userProblem(input: ArgumentInput, index: number, text: string): ArgumentProblem | undefined {
  const file = /%\{(file|filesize):/i.exec(text)?.[1]?.toLowerCase();
  const problem =
    textProblem(text, input.isLoaded) ?? (file && `${file} not available in restricted context`);
  return problem === undefined
    ? undefined
    : at(input, index, `${input.name}: Error parsing '${text}': '${problem}'`);
}

/** What mod_authnz_fcgi checks of its directives' arguments. */
export const authnzFcgiChecks: ModuleChecks = {
  AuthnzFcgiCheckAuthnProvider: use,
  AuthnzFcgiDefineProvider: provider,
};
