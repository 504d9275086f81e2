import { readFileSync } from 'node:fs';
import type { ShapeKind } from '../args.js';
import type { Place, Scope } from '../define.js';

/** What Apache httpd says of one of its modules. */
export interface ModuleFacts {
  /** Source name without `.c`: `mod_alias`, `core`, `event`. */
  readonly name: string;
  readonly identifier: string;
  /** Compiled into Debian's httpd. */
  readonly builtIn: boolean;
  /** Whether it keeps settings for each section. */
  readonly perDirectory: boolean;
  readonly directives: readonly DirectiveFacts[];
}

/** One directive or section (then the name begins with `<`) in httpd's table. */
export interface DirectiveFacts {
  readonly name: string;
  readonly in: readonly Scope[];
  readonly kind: ShapeKind;
  readonly usage: string;
  /** Containers it is forbidden in although `in` admits it there. */
  readonly notIn?: readonly Place[];
  /** httpd executes it while it reads, before it looks at places. */
  readonly executed?: true;
}

let known: readonly ModuleFacts[] | undefined;

/** Every module of Debian's Apache 2.4 and mod_auth_gssapi, the built-in ones first; made by `npm run facts`. */
export function apacheModules(): readonly ModuleFacts[] {
  known ??= JSON.parse(readFacts()) as readonly ModuleFacts[];
  return known;
}

/** The table lies beside this file in the sources and is found from dist/ too. */
function readFacts(): string {
  const beside = new URL('./apache.json', import.meta.url);
  const fromDist = new URL('../../../../src/directives/known/apache.json', import.meta.url);
  try {
    return readFileSync(beside, 'utf8');
  } catch {
    return readFileSync(fromDist, 'utf8');
  }
}
