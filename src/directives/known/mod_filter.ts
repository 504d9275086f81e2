import type { ArgumentInput, ArgumentProblem } from '../args.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { conditionProblem } from './expression-words.js';
import { at } from './judge.js';
import { isOutputFilter } from './output-filters.js';

/** Filters of one section with their providers in lower case. */
const filtersOf = earlier(() => new Map<string, Set<string>>());

const declare: ArgumentCheck = ({ home }, [name = '']) => {
  filtersOf(home).set(name, new Set());
  return undefined;
};

function provide(
  input: ArgumentInput,
  filter: string,
  provider: string,
  index: number,
  condition?: string,
): ArgumentProblem | undefined {
  if (!isOutputFilter(input, provider)) return at(input, index, `Unknown filter provider ${provider}`);
  const filters = filtersOf(input.home);
  if (!filters.has(filter)) filters.set(filter, new Set());
  const problem = condition === undefined ? undefined : conditionProblem(condition, input.isLoaded);
  if (problem !== undefined) return at(input, 2, `Error parsing FilterProvider expression:${problem}`);
  filters.get(filter)!.add(provider.toLowerCase());
  return undefined;
}

const byType: ArgumentCheck = (input, words) => {
  if (words.length < 2) return { problem: 'AddOutputFilterByType requires at least two arguments' };
  for (const provider of words[0]!.split(';').filter((each) => each !== '')) {
    const problem = provide(input, `BYTYPE:${provider}`, provider, 0);
    if (problem) return problem;
  }
  return undefined;
};

const trace: ArgumentCheck = (input, [name = '']) =>
  filtersOf(input.home).has(name) ? undefined : at(input, 0, `Undeclared smart filter ${name}`);

const protocol: ArgumentCheck = (input, [name = '', provider = '', flags]) => {
  const providers = filtersOf(input.home).get(name);
  if (!providers) return at(input, 0, 'FilterProtocol: No such filter');
  return flags === undefined || providers.has(provider.toLowerCase())
    ? undefined
    : at(input, 1, 'FilterProtocol: No such provider for this filter');
};

/** What mod_filter refuses. */
export const filterChecks: ModuleChecks = {
  FilterDeclare: declare,
  FilterProvider: (input, [filter = '', provider = '', condition = '']) =>
    provide(input, filter, provider, 1, condition),
  AddOutputFilterByType: byType,
  FilterTrace: trace,
  FilterProtocol: protocol,
};
