import type { Program } from '../evaluate/program.js';

const labels = new WeakMap<Program, string>();

/**
 * What a server in front calls a server: its ServerName in lower case, `-` without one. Virtual hosts that share a name and a port are told
 * apart by their number among these (`www.example.test#2`), so that the rules of one never let in what another serves.
 */
export function serverLabel(program: Program): string {
  const known = labels.get(program);
  if (known !== undefined) return known;
  const name = nameOf(program);
  const alike = program.servers.all.filter((each) => nameOf(each) === name && sharesPort(each, program));
  const at = alike.indexOf(program);
  const label = at > 0 ? `${name}#${at + 1}` : name;
  labels.set(program, label);
  return label;
}

const nameOf = ({ host }: Program): string => host.core.serverName?.name.toLowerCase() ?? '-';

function sharesPort({ virtualHost: left }: Program, { virtualHost: right }: Program): boolean {
  if (!left || !right) return left === right;
  return left.addresses.some((one) =>
    right.addresses.some(({ port }) => port === one.port || port === 0 || one.port === 0),
  );
}
