import { textOf } from '../source/decode.js';
import type { SourceFile } from '../source/file.js';
import type { OpenText } from './analysis.js';
import { realPath, uriOfPath } from './place.js';
import { type Positions, positionsOf } from './positions.js';

/** The texts of open documents, found by any path that leads to their files. */
export class OpenTexts {
  readonly #open: ReadonlyMap<string, OpenText>;
  readonly #real = new Map<string, string>();
  readonly #positions = new Map<string, Positions>();

  constructor(open: readonly OpenText[]) {
    this.#open = new Map(open.map((each) => [each.path, each]));
  }

  /** The open document of a path. */
  at(path: string): OpenText | undefined {
    return this.#open.get(this.real(path));
  }

  /** Each path is looked up once. */
  real(path: string): string {
    const known = this.#real.get(path);
    if (known !== undefined) return known;
    const made = this.#open.has(path) ? path : realPath(path);
    this.#real.set(path, made);
    return made;
  }

  uriOf(path: string): string {
    return this.at(path)?.uri ?? uriOfPath(path);
  }

  /** Positions in a file as it was read, or as the editor has it. */
  positionsOf(file: SourceFile): Positions {
    const key = this.real(file.path);
    const known = this.#positions.get(key);
    if (known) return known;
    const open = this.at(file.path);
    const made = open ? positionsOf(open.text) : positionsOf(textOf(file.text), file.text);
    this.#positions.set(key, made);
    return made;
  }

  /** As reading takes texts that stand for files. */
  asTexts(): ReadonlyMap<string, string> {
    return new LinkedTexts(this);
  }

  /** The bytes of an open document. */
  bytesAt(path: string): string | undefined {
    const open = this.at(path);
    return open && this.positionsOf({ path, text: '' }).bytes;
  }
}

/** Finds texts by paths that may be links. */
class LinkedTexts extends Map<string, string> {
  readonly #texts: OpenTexts;

  constructor(texts: OpenTexts) {
    super();
    this.#texts = texts;
  }

  override get(path: string): string | undefined {
    return this.#texts.bytesAt(path);
  }

  override has(path: string): boolean {
    return this.#texts.at(path) !== undefined;
  }
}
