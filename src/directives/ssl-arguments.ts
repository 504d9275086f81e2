import type { ArgumentShape, ShapeKind } from './args.js';
import { sslChecks } from './known/mod_ssl.js';
import { countedShape } from './known/shape.js';

/** httpd's count of the words and mod_ssl's own checks; the value is the words. */
export const sslWords = (name: string, kind: ShapeKind, usage: string): ArgumentShape<readonly string[]> =>
  countedShape(kind, usage, sslChecks[name]);
