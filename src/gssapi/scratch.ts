import { gssapi } from './library.js';
import { memory, none } from './memory.js';

/**
 * Memory for the parameters of calls on the accept path. Calls are synchronous and each reads what it was told before the
 * next begins, so one piece serves them all: fresh memory for each parameter costs more in garbage than the call itself.
 */
export interface Scratch {
  /** Addresses of the cells, as the library takes them. */
  readonly at: Readonly<Record<keyof typeof places, bigint>>;
  /** The address or descriptor content a call left in a cell. */
  pointer(cell: keyof typeof places): bigint;
  number(cell: keyof typeof places): number;
  /** Puts an address into a cell. */
  put(cell: keyof typeof places, address: bigint): void;
  /** Copies bytes of ours to where the `input` descriptor points; they must fit. */
  input(bytes: Uint8Array): void;
  /** Empties the `output` descriptor, so that only what a call put there is released. */
  clearOutput(): void;
  /** The bytes the library put into the `output` descriptor, copied; what it allocated is released. */
  takeOutput(): Buffer;
}

/** Offsets in bytes. Descriptors (`input`, `output`) are a length and a pointer. */
const places = {
  minor: 0,
  context: 8,
  source: 16,
  mechanism: 24,
  flags: 32,
  lifetime: 40,
  delegated: 48,
  handle: 56,
  input: 64,
  output: 80,
} as const;

/** Larger tokens never get here. */
const inputSize = 64 * 1024;

let made: Scratch | undefined;

/** The thread's scratch memory; throws GssapiUnavailable without the library. */
export function scratch(): Scratch {
  made ??= makeScratch();
  return made;
}

function makeScratch(): Scratch {
  const { address, copy, routines } = gssapi();
  const cells = memory(96);
  // Views of the same memory: read as Buffer does it, a pointer costs several numbers of any length.
  const pointers = new BigUint64Array(cells.buffer, cells.byteOffset, 12);
  const numbers = new Uint32Array(cells.buffer, cells.byteOffset, 24);
  const bytes = memory(inputSize);
  const start = address(cells);
  const at = Object.fromEntries(
    Object.entries(places).map(([name, offset]) => [name, start + BigInt(offset)]),
  ) as Scratch['at'];
  cells.writeBigUInt64LE(address(bytes), places.input + 8);
  return {
    at,
    pointer: (cell) => pointers[places[cell] / 8]!,
    number: (cell) => numbers[places[cell] / 4]!,
    put(cell, value) {
      pointers[places[cell] / 8] = value;
    },
    input(given) {
      bytes.set(given);
      pointers[places.input / 8] = BigInt(given.length);
    },
    clearOutput() {
      pointers[places.output / 8] = none;
      pointers[places.output / 8 + 1] = none;
    },
    takeOutput() {
      const source = pointers[places.output / 8 + 1]!;
      if (source === none) return noBytes;
      const taken = Buffer.allocUnsafe(Number(pointers[places.output / 8]));
      if (taken.length > 0) copy(taken, source, taken.length);
      routines.gss_release_buffer(at.minor, at.output);
      return taken;
    },
  };
}

const noBytes = Buffer.alloc(0);
