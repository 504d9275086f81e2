import { Random } from '../kit/random.js';
import type { Configuration } from './configuration.js';
import { testedFile } from './configuration.js';
import { directiveLine } from './generate-lines.js';
import { mistaken } from './mistakes.js';
import { moduleNames } from './place.js';
import { type Room, sectionSamples } from './samples.js';

const deepest = 4;

/** The configuration of a seed, always the same one. */
export function generate(seed: number): Configuration {
  const random = new Random(seed);
  const part = random.chance(0.25);
  const text = [
    ...(random.chance(0.3) ? ['Define X first', 'Define Y "a b"'] : []),
    ...(random.chance(0.12) ? macro(random) : []),
    ...block(random, 'server', 0, 4 + random.below(14)),
    ...(part
      ? [
          random.pick([
            'Include part-1.conf',
            'IncludeOptional part-*.conf',
            '  include  "{DIR}/part-1.conf"',
          ]),
        ]
      : []),
    ...block(random, 'server', 0, random.below(4)),
  ];
  const files = {
    [testedFile]: finished(random, text),
    ...(part ? { 'part-1.conf': finished(random, block(random, 'server', 1, 1 + random.below(6))) } : {}),
  };
  const defines = random.chance(0.3) ? ['GIVEN'] : [];
  return { name: `seed ${seed}`, modules: modulesFor(random), defines, files };
}

function modulesFor(random: Random): Configuration['modules'] {
  if (random.chance(0.7)) return 'all';
  const usual = ['mpm_event', 'authz_core', 'authn_core', 'auth_basic', 'alias'];
  const share = random.next() * 0.4;
  return moduleNames().filter((name) => random.chance(usual.includes(name) ? 0.97 : share));
}

/** Lines for a room; each may be a section with lines of its own. */
function block(random: Random, room: Room, depth: number, count: number): string[] {
  const lines: string[] = [];
  const indent = '    '.repeat(depth);
  for (let at = 0; at < count; at += 1) {
    const kind = random.next();
    if (kind < 0.06) lines.push(random.pick(['', `${indent}# a comment`, `${indent}#KeepAlive On`]));
    else if (kind < 0.26 && depth < deepest) lines.push(...section(random, room, depth));
    else lines.push(indent + directiveLine(random, room));
  }
  return lines;
}

const branches = /^If(?:Module|Define|Version|File|Directive|Section)/;
const authz = /^Require/;
const host = /^VirtualHost/;
const inServer =
  /^(?:Location|Directory|Files|VirtualHost|If |If$|Else|Proxy|IfModule|IfDefine|IfVersion|IfFile|IfDirective|IfSection|Auth[nz]Provider|MDomain|Locaton|Nope)/;
const inSection = /^(?:Limit|Require|If|Else|Files)/;

function section(random: Random, room: Room, depth: number): string[] {
  const usual = { server: inServer, section: inSection, authz }[room];
  const fitting = random.chance(0.93)
    ? sectionSamples.filter((sample) => usual.test(sample))
    : sectionSamples;
  const sample = random.pick(fitting);
  const name = sample.split(' ')[0]!;
  const indent = '    '.repeat(depth);
  const after = random.chance(0.04) ? random.pick([' # text', ' x', '>']) : '';
  const inner = block(random, roomIn(sample, room), depth + 1, random.below(5));
  return [`${indent}<${sample}>${after}`, ...inner, `${indent}</${name}>`];
}

function roomIn(sample: string, room: Room): Room {
  if (branches.test(sample)) return room;
  if (authz.test(sample)) return 'authz';
  return host.test(sample) ? 'server' : 'section';
}

/** A macro, and uses of it with the right and with wrong numbers of arguments. */
function macro(random: Random): string[] {
  const room = random.pick(['server', 'section'] as const);
  const inner = [
    ...(room === 'section'
      ? ['<Location $path>', 'AuthName "$name"']
      : ['SetEnv $name $path', 'Header set $name "a $path"']),
    ...block(random, room, 1, 1 + random.below(2)),
    ...(room === 'section' ? ['</Location>'] : []),
  ];
  const uses = Array.from({ length: 1 + random.below(2) }, () =>
    random.pick([
      'Use Made A /x',
      'use made "A b" /y',
      'Use Made A',
      'Use Made A /x y',
      'Use Unmade',
      'Use Made "" /z',
    ]),
  );
  return ['<Macro Made $name $path>', ...inner, '</Macro>', ...uses];
}

/** The text of lines, some with mistakes; a few files have other line ends, or none at the end. */
function finished(random: Random, lines: readonly string[]): string {
  const text = mistaken(random, lines)
    .map((line) => `${line}\n`)
    .join('');
  const kind = random.next();
  if (kind < 0.04) return text.replaceAll('\n', '\r\n');
  if (kind < 0.06) return text.slice(0, -1);
  return kind < 0.07 ? `\xef\xbb\xbf${text}` : text;
}
