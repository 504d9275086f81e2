import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at, first } from './judge.js';

const number = first((value) => (/\D/.test(value) ? 'Argument must be numeric!' : undefined));

/** Where Debian and others keep the drivers of apr-util. */
const folders = [
  'x86_64-linux-gnu',
  'aarch64-linux-gnu',
  'arm-linux-gnueabihf',
  'riscv64-linux-gnu',
  '.',
].map((machine) => `/usr/lib/${machine}/apr-util-1`);

const driver: ArgumentCheck = (input, [name = '']) => {
  const file = `apr_dbd_${name}.so`;
  if (folders.some((folder) => input.machine.kindOf(`${folder}/${file}`) === 'file')) return undefined;
  return { ...at(input, 0, `Can't load driver file ${file}`), missingHere: true };
};

/** What mod_dbd checks of its directives' arguments. */
export const dbdChecks: ModuleChecks = {
  DBDExptime: number,
  DBDKeep: number,
  DBDMax: number,
  DBDMin: number,
  DBDriver: driver,
};
