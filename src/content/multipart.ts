import { randomBytes } from 'node:crypto';
import type { ByteRange } from './ranges.js';

/** Bytes of a file to send, after the bytes of `before`. */
export interface Segment {
  readonly before: Buffer | undefined;
  readonly start: number;
  readonly length: number;
}

export interface Multipart {
  /** The Content-Type of the whole. */
  readonly type: string;
  /** Bytes of the whole body. */
  readonly length: number;
  readonly segments: readonly Segment[];
}

/** A run of bytes with nothing before it. */
export function singleSegment(start: number, length: number): Segment {
  return { before: undefined, start, length };
}

/**
 * Several ranges of a file as multipart/byteranges (RFC 9110 §14.6), laid out as ap_byterange_filter does; `type` is
 * the file's own. The boundary is new for every answer, so that content cannot be prepared to contain it.
 */
export function multipartOf(ranges: readonly ByteRange[], size: number, type: string | undefined): Multipart {
  const boundary = randomBytes(8).toString('hex');
  const described = type === undefined ? '' : `Content-type: ${type}\r\n`;
  const segments = ranges.map(({ start, end }) => {
    const before = `\r\n--${boundary}\r\n${described}Content-range: bytes ${start}-${end}/${size}\r\n\r\n`;
    return { before: Buffer.from(before, 'latin1'), start, length: end - start + 1 };
  });
  segments.push({ before: Buffer.from(`\r\n--${boundary}--\r\n`), start: 0, length: 0 });
  const length = segments.reduce((sum, segment) => sum + segment.before.length + segment.length, 0);
  return { type: `multipart/byteranges; boundary=${boundary}`, length, segments };
}
