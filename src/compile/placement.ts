import type { Bound } from '../bind/bound.js';
import type { MethodSet } from '../ruleset/mod_authz_core.js';
import type { Origin } from '../ruleset/origin.js';
import { regexProblem } from '../ruleset/regex.js';
import type { SettingsModule } from '../ruleset/ruleset.js';
import type { Regex } from '../ruleset/text.js';
import { type Compilation, report, writtenSpan } from './compilation.js';
import { moduleDraft, type Room, type ServerDraft } from './draft.js';
import type { Finding, Place, To } from './lowering.js';
import { methodsOf } from './methods.js';
import type { ProviderAliases } from './provider-aliases.js';

/** What a lowering gets to see of one line. A class, because one is made for every line and its methods are shared. */
export class Placement implements To<SettingsModule> {
  readonly #compilation: Compilation;
  readonly #item: Bound;
  readonly room: Room;
  readonly place: Place;
  readonly origin: Origin;

  constructor(compilation: Compilation, item: Bound, room: Room, place: Place) {
    this.#compilation = compilation;
    this.#item = item;
    this.room = room;
    this.place = place;
    this.origin = compilation.origins.of(writtenSpan(item));
  }

  get settings(): never {
    return moduleDraft(this.room, this.#item.module as SettingsModule) as never;
  }

  get server(): ServerDraft {
    return this.#compilation.server;
  }

  get aliases(): ProviderAliases {
    return this.#compilation.aliases;
  }

  get methods(): MethodSet | undefined {
    return methodsOf(this.#item.limits);
  }

  get title(): string {
    const { kind, at } = this.#item;
    const line = at.args.raw === '' ? at.name : `${at.name} ${at.args.raw}`;
    return kind === 'section' ? `<${line}>` : line;
  }

  nextId(): number {
    return this.#compilation.nextId();
  }

  loaded(module: string): boolean {
    return this.#compilation.bound.modules.has(module);
  }

  path(path: string): string {
    return path.startsWith('/') ? path : `${this.#compilation.bound.serverRoot.replace(/\/+$/, '')}/${path}`;
  }

  problem(message: string, finding?: Finding): void {
    report(this.#compilation, this.#item, 'error', message, finding);
  }

  warn(message: string, finding?: Finding): void {
    report(this.#compilation, this.#item, 'warning', message, finding);
  }

  unserved(message: string, hint: string): void {
    report(this.#compilation, this.#item, 'error', message, { code: 'not-served', hint });
  }

  regex(pattern: string, flags: string, failed: string): Regex | undefined {
    const problem = regexProblem({ pattern, flags });
    if (problem === undefined) return { pattern, flags };
    report(this.#compilation, this.#item, 'error', failed, { why: problem });
    return undefined;
  }
}
