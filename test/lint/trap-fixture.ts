import { readFileSync } from 'node:fs';

/** A trap as its fixture tells it: texts with the trap, and what they ought to be. */
export interface Trap {
  readonly title: string;
  /** Why no rule can see it. */
  readonly unseen?: string;
  /** Rules of the preset `recommended` that may find something in a fix, with the reason. */
  readonly also: readonly string[];
  readonly keytabs: readonly Keytab[];
  /** Files below the folder that `{ROOT}` stands for. */
  readonly files: readonly (readonly [string, string])[];
  readonly triggers: readonly Trigger[];
  readonly fixes: readonly string[];
}

/** A keytab with one key, which the test makes. */
export interface Keytab {
  readonly name: string;
  readonly principal: string;
  readonly mode: number;
}

/** A text with marks: `#> rule` stands above the line where the rule has to find something. */
export interface Trigger {
  readonly config: string;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly rule: string;
  /** The line that it is found at, counted from 1. */
  readonly line: number;
}

/** Reads a fixture: a head, then `==== file NAME`, `==== trigger` and `==== fix`, each as often as it takes. */
export function readTrap(path: string): Trap {
  const text = readFileSync(path, 'utf8');
  const [head = '', ...parts] = text.split(/^==== /m);
  const saying = (name: string): readonly string[] =>
    [...head.matchAll(new RegExp(`^${name}: (.*)$`, 'gm'))].map(([, said]) => said!);
  const blocks = parts.map((part) => {
    const end = part.indexOf('\n');
    return [part.slice(0, end), Buffer.from(part.slice(end + 1)).toString('latin1')] as const;
  });
  const named = (kind: string): readonly string[] =>
    blocks.flatMap(([name, body]) => (name === kind ? [body] : []));
  const [unseen] = saying('unseen');
  return {
    title: /^# (.*)$/m.exec(head)?.[1] ?? '',
    ...(unseen === undefined ? {} : { unseen }),
    also: saying('also').map((said) => /^([\w-]+) -- \S/.exec(said)?.[1] ?? `no reason: ${said}`),
    keytabs: saying('keytab').map(keytabOf),
    files: blocks.flatMap(([name, body]) => {
      const file = /^file (\S+)$/.exec(name)?.[1];
      return file === undefined ? [] : [[file, body] as const];
    }),
    triggers: named('trigger').map((config) => ({ config, marks: marksIn(config) })),
    fixes: named('fix'),
  };
}

function keytabOf(said: string): Keytab {
  const [name = '', principal = '', mode = '600'] = said.split(' ');
  return { name, principal, mode: Number.parseInt(mode, 8) };
}

function marksIn(config: string): readonly Mark[] {
  return config.split('\n').flatMap((line, at) => {
    const rule = /^\s*#> (\S+)$/.exec(line)?.[1];
    return rule === undefined ? [] : [{ rule, line: at + 2 }];
  });
}

/** A keytab in the form of MIT's library, with one key of zeros, as a byte string. */
export function keytabText(principal: string): string {
  const [name = '', realm = ''] = principal.split('@');
  const counted = (text: string): string => String.fromCharCode(0, text.length) + text;
  const parts = name.split('/');
  const head = String.fromCharCode(0, parts.length) + counted(realm) + parts.map(counted).join('');
  const entry = `${head}\0\0\0\x01\0\0\0\0\x01\0\x12${counted('\0'.repeat(32))}`;
  return `\x05\x02\0\0\0${String.fromCharCode(entry.length)}${entry}`;
}
