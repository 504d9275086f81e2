/** What is said in a text that breaks off or contradicts itself. */
export class NdrFlaw extends Error {
  override readonly name = 'NdrFlaw';
}

/** Reads NDR (DCE 1.1 RPC chapter 14, little-endian) from its beginning; throws NdrFlaw rather than read outside. */
export class NdrReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get rest(): number {
    return this.#view.byteLength - this.#at;
  }

  /** Where the next `length` bytes begin, after a gap that brings numbers to a multiple of their size. */
  #take(length: number, alignment: number): number {
    const start = this.#at + ((alignment - (this.#at % alignment)) % alignment);
    if (start + length > this.#view.byteLength) throw new NdrFlaw('the text breaks off');
    this.#at = start + length;
    return start;
  }

  byte(): number {
    return this.#view.getUint8(this.#take(1, 1));
  }

  short(): number {
    return this.#view.getUint16(this.#take(2, 2), true);
  }

  long(): number {
    return this.#view.getUint32(this.#take(4, 4), true);
  }

  skip(length: number): void {
    this.#take(length, 1);
  }

  /** A number of elements that need at least `size` bytes each: more than there is room for is a flaw. */
  count(size: number): number {
    const count = this.long();
    if (count * size > this.rest) throw new NdrFlaw('there is no room for so many');
    return count;
  }
}
