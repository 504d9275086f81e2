import { compileRegex } from '../ruleset/regex.js';
import type { Regex } from '../ruleset/text.js';

/** So many alternatives of a pattern have others made of them. */
const mostTried = 50;

const known = new WeakMap<Regex, { readonly address: string | undefined }>();

/** An IPv4 address that a pattern fits although its text means others; `undefined` where it fits none, or what is meant is not plain. */
export function strangeAddress(regex: Regex): string | undefined {
  // One pattern may stand for many places.
  const { address } = known.get(regex) ?? { address: strangeAddressOf(regex) };
  known.set(regex, { address });
  return address;
}

function strangeAddressOf(regex: Regex): string | undefined {
  const meant = alternativesOf(regex.pattern);
  if (meant.length === 0 || !meant.every((each) => /^(?=\d)(?:\d{1,3}\.){0,3}\d{0,3}$/.test(each)))
    return undefined;
  const isMeant = (address: string): boolean =>
    meant.some((each) => `${address}.`.startsWith(each.endsWith('.') ? each : `${each}.`));
  const fits = compileRegex(regex);
  const found = meant
    .slice(0, mostTried)
    .flatMap((each) => [...neighboursOf(each)])
    .filter((address) => isAddress(address) && !isMeant(address) && fits.test(address));
  // Who asks from an address of this machine is on it already.
  return found.find((address) => !address.startsWith('127.')) ?? found[0];
}

/** A host name that a pattern fits although its text means others. */
export function strangeHost(regex: Regex): string | undefined {
  const meant = alternativesOf(regex.pattern);
  if (meant.length === 0 || !meant.every((each) => /^\.?(?:[\w-]+\.)+[A-Za-z]{2,}$/.test(each)))
    return undefined;
  const fits = compileRegex(regex);
  const isMeant = (name: string): boolean =>
    meant.some((each) => name === each || name.endsWith(each.startsWith('.') ? each : `.${each}`));
  return meant
    .slice(0, mostTried)
    .flatMap((each) => {
      const name = each.replace(/^\./, '');
      const inside = each.startsWith('.') ? `www.${name}` : name;
      return [`${inside}.attacker.test`, `attacker-${name}`, inside.replace('.', 'x')];
    })
    .find((name) => !isMeant(name) && fits.test(name));
}

/** The texts that a pattern means, as people read it: dots for dots, without anchors. */
function alternativesOf(pattern: string): readonly string[] {
  const [, start = '', group, end = ''] = /^(\^?)\((?:\?:)?([^()]*)\)(\$?)$/.exec(pattern) ?? [];
  const all = (group ?? pattern).split('|').map((each) => `${start}${each}${end}`);
  return all.map((each) => each.replace(/^\^/, '').replace(/\$$/, '').replaceAll('\\.', '.'));
}

const digits = [...'0123456789'];

/** Addresses that look like one, or like the beginning of some. */
function* neighboursOf(meant: string): Generator<string> {
  const octets = meant.split('.').filter((each) => each !== '');
  for (const digit of digits) yield filled([...octets.slice(0, -1), `${octets.at(-1)}${digit}`]);
  for (const digit of digits) yield filled([`${digit}${octets[0]}`, ...octets.slice(1)]);
  yield filled(['198', ...octets]);
  for (let at = 1; at < octets.length; at += 1)
    for (const digit of digits)
      yield filled([
        ...octets.slice(0, at - 1),
        `${octets[at - 1]}${digit}${octets[at]}`,
        ...octets.slice(at + 1),
      ]);
}

/** An address whose last parts are made up. */
const filled = (octets: readonly string[]): string => [...octets, '1', '1', '1'].slice(0, 4).join('.');

const isAddress = (text: string): boolean =>
  text.split('.').every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
