import { flawOf } from '../regex.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { at, first, type Judge, nth, oneOf } from './judge.js';
import { defineOutputFilter } from './output-filters.js';

const when = nth(2, oneOf(['early', 'late'], "Third argument must be 'early' or 'late'"));

/** An unquoted word of Lua's own kind: once, request … in this case only. */
const scope = oneOf(
  ['once', 'request', 'conn', 'thread', 'server'],
  (value) =>
    `Invalid value for LuaScope, '${value}', acceptable values are: 'once', 'request', 'conn', 'thread', 'server'`,
  'exact',
);

const pattern: Judge = (value) => (flawOf(value) === undefined ? undefined : 'Invalid regex pattern!');

/** LuaRoot of a server. */
const rootOf = earlier(() => ({ path: '' }));

const root: ArgumentCheck = ({ home }, [path = '']) => {
  rootOf(home.server).path = path;
  return undefined;
};

const packagePath: ArgumentCheck = (input, [path = '']) => {
  const base = rootOf(input.home.server).path;
  return path.startsWith('/') || base === '' || base.startsWith('/')
    ? undefined
    : at(input, 0, `Unable to build full path to file, ${path}`);
};

const outputFilter: ArgumentCheck = (input, [name = '']) => {
  defineOutputFilter(input, name);
  return undefined;
};

/** A section whose contents are a Lua function. */
const block: ArgumentCheck = (input) => {
  const moment = input.args.words[1]?.value;
  return moment === undefined || moment === '' || /^(?:early|late)$/i.test(moment)
    ? undefined
    : at(input, 1, `<${input.name}> 2nd argument must be 'early' or 'late'`);
};

/** What mod_lua refuses. */
export const luaChecks: ModuleChecks = {
  LuaScope: first(scope),
  LuaInherit: first(
    oneOf(
      ['none', 'parent-first', 'parent-last'],
      (value) =>
        `LuaInherit type of '${value}' not recognized, valid options are 'none', 'parent-first', and 'parent-last'`,
    ),
  ),
  LuaCodeCache: first(
    oneOf(
      ['never', 'stat', 'forever'],
      (value) =>
        `LuaCodeCache type of '${value}' not recognized, valid options are 'never', 'stat', and 'forever'`,
    ),
  ),
  LuaHookTranslateName: when,
  LuaHookAccessChecker: when,
  LuaHookAuthChecker: when,
  // mod_lua registers the directive and refuses every use of it, in these words.
  LuaHookInsertFilter: () => ({ problem: 'LuaHookInsertFilter not yet implemented' }),
  LuaMapHandler: first(pattern),
  LuaRoot: root,
  LuaPackagePath: packagePath,
  LuaPackageCPath: packagePath,
  LuaOutputFilter: outputFilter,
  Lua_____ByteCodeHack: () => ({ problem: 'Lua_____ByteCodeHack is for the server itself' }),
  '<LuaHookPreTranslateName': block,
  '<LuaHookTranslateName': block,
  '<LuaHookFixups': block,
  '<LuaHookMapToStorage': block,
  '<LuaHookCheckUserID': block,
  '<LuaHookTypeChecker': block,
  '<LuaHookAccessChecker': block,
  '<LuaHookAuthChecker': block,
  '<LuaQuickHandler': block,
};
