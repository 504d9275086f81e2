import { readFileSync } from 'node:fs';
import type { ShapeKind } from '../../src/directives/args.js';

/** A module as its binary states it: the tables that httpd registers when it loads the module. */
export interface ModuleTable {
  /** The variable that LoadModule names, such as `alias_module`. */
  readonly identifier: string;
  /** The source file, such as `mod_alias.c`. */
  readonly file: string;
  /** Whether it keeps settings for each section. */
  readonly perDirectory: boolean;
  readonly commands: readonly CommandRow[];
}

/** One row of a command table; a section's name begins with `<`, `places` are the bits of `req_override`. */
export interface CommandRow {
  readonly name: string;
  readonly places: number;
  readonly kind: ShapeKind;
  readonly usage: string;
}

/** `enum cmd_how` in its order. */
const kinds: readonly ShapeKind[] = [
  ...(['raw', 'one', 'two', 'iterate', 'iterate-second', 'flag', 'none', 'one-or-two', 'three'] as const),
  ...(['two-or-three', 'one-to-three', 'one-or-three', 'argv'] as const),
];

/** The modules that a loadable file holds. */
export function modulesOfFile(path: string): readonly ModuleTable[] {
  const image = new Image(path);
  return image
    .variables()
    .filter(({ name, size }) => name.endsWith('_module') && size >= 96)
    .map(({ name, address }) => moduleAt(image, address, name));
}

/** The modules that are compiled into a server. */
export function modulesOfServer(path: string): readonly ModuleTable[] {
  const image = new Image(path);
  const variables = image.variables();
  const list = variables.find(({ name }) => name === 'ap_prelinked_modules');
  if (!list) throw new Error(`${path} is no Apache httpd`);
  return pointers(image, list.address).map((address) => {
    const variable = variables.find((each) => each.address === address);
    return moduleAt(image, address, variable?.name ?? '');
  });
}

function pointers(image: Image, start: number): readonly number[] {
  const found: number[] = [];
  for (let at = start; image.pointer(at) !== 0; at += 8) found.push(image.pointer(at));
  return found;
}

/** `struct module_struct` of 64-bit systems. */
function moduleAt(image: Image, address: number, identifier: string): ModuleTable {
  return {
    identifier,
    file: image.text(image.pointer(address + 16)),
    perDirectory: image.pointer(address + 56) !== 0,
    commands: commandsAt(image, image.pointer(address + 88)),
  };
}

/** `struct command_struct` of 64-bit systems; a row without a name ends the table. */
function commandsAt(image: Image, start: number): readonly CommandRow[] {
  const rows: CommandRow[] = [];
  for (let at = start; start !== 0 && image.pointer(at) !== 0; at += 40) {
    const usage = image.pointer(at + 32);
    rows.push({
      name: image.text(image.pointer(at)),
      places: image.number(at + 24),
      kind: kinds[image.number(at + 28)]!,
      usage: usage === 0 ? '' : image.text(usage),
    });
  }
  return rows;
}

interface Variable {
  readonly name: string;
  readonly address: number;
  readonly size: number;
}

/** A 64-bit little-endian ELF file as the loader sees it: addresses, with relative relocations applied. */
class Image {
  private readonly bytes: Buffer;
  private readonly segments: readonly {
    readonly address: number;
    readonly at: number;
    readonly size: number;
  }[];
  private readonly dynamic = new Map<number, number>();
  private readonly relocations = new Map<number, number>();

  constructor(path: string) {
    this.bytes = readFileSync(path);
    if (this.bytes.readUInt32LE(0) !== 0x464c457f || this.bytes[4] !== 2 || this.bytes[5] !== 1)
      throw new Error(`${path} is no 64-bit little-endian ELF file`);
    const headers = this.headers();
    this.segments = headers.filter(({ type }) => type === 1);
    for (const { type, at, size } of headers)
      for (let entry = at; type === 2 && entry < at + size; entry += 16)
        this.dynamic.set(this.long(entry), this.long(entry + 8));
    this.relocate();
  }

  /** The address that a place in memory holds; 0 when it holds none. */
  pointer(address: number): number {
    return this.relocations.get(address) ?? 0;
  }

  number(address: number): number {
    return this.bytes.readUInt32LE(this.offset(address));
  }

  text(address: number): string {
    const at = this.offset(address);
    return this.bytes.toString('latin1', at, this.bytes.indexOf(0, at));
  }

  /** Exported variables. The table of names follows the table of symbols, as every linker places them. */
  variables(): readonly Variable[] {
    const found: Variable[] = [];
    for (let at = this.table(6); at < this.table(5); at += 24) {
      const variable = this.symbol(at);
      if (variable.address !== 0) found.push(variable);
    }
    return found;
  }

  private symbol(at: number): Variable {
    const name = this.bytes.readUInt32LE(at) + this.table(5);
    return {
      name: this.bytes.toString('latin1', name, this.bytes.indexOf(0, name)),
      address: this.long(at + 8),
      size: this.long(at + 16),
    };
  }

  /** DT_RELA: relative entries have no symbol and carry the address; others name a symbol of this file or of none. */
  private relocate(): void {
    const start = this.table(7);
    for (let at = start; at < start + (this.dynamic.get(8) ?? 0); at += 24) {
      const index = this.bytes.readUInt32LE(at + 12);
      const base = index === 0 ? 0 : this.symbol(this.table(6) + index * 24).address;
      if (index === 0 || base !== 0) this.relocations.set(this.long(at), base + this.long(at + 16));
    }
  }

  private headers() {
    const start = this.long(32);
    return Array.from({ length: this.bytes.readUInt16LE(56) }, (_, index) => start + index * 56).map(
      (at) => ({
        type: this.bytes.readUInt32LE(at),
        at: this.long(at + 8),
        address: this.long(at + 16),
        size: this.long(at + 32),
      }),
    );
  }

  private table(tag: number): number {
    return this.offset(this.dynamic.get(tag) ?? 0);
  }

  private offset(address: number): number {
    const segment = this.segments.find(
      (each) => address >= each.address && address < each.address + each.size,
    );
    if (!segment) throw new Error(`no segment holds the address ${address}`);
    return segment.at + address - segment.address;
  }

  private long(at: number): number {
    return Number(this.bytes.readBigInt64LE(at));
  }
}
