import { readFileSync } from 'node:fs';

/** Media types by lower-case file name extension, without its dot. */
export type MimeTypes = ReadonlyMap<string, string>;

/**
 * Reads the text of a mime.types file (TypesConfig of mod_mime): a media type and its extensions per line, `#` for
 * comments. An extension listed twice has the later type.
 */
export function parseMimeTypes(text: string): MimeTypes {
  const types = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('#')) continue;
    const [type, ...extensions] = line.split(/\s+/).filter((word) => word !== '');
    if (type === undefined) continue;
    for (const extension of extensions) types.set(extension.toLowerCase(), type);
  }
  return types;
}

/** For a machine without a mime.types file: what a site cannot do without. */
export const defaultMimeTypes: MimeTypes = parseMimeTypes(`
text/html html htm
text/css css
text/javascript js mjs
text/plain txt
text/xml xml
application/json json
application/pdf pdf
application/wasm wasm
application/gzip gz
application/zip zip
image/gif gif
image/jpeg jpg jpeg
image/png png
image/svg+xml svg
image/webp webp
image/vnd.microsoft.icon ico
audio/mpeg mp3
video/mp4 mp4
video/webm webm
font/woff woff
font/woff2 woff2
`);

/** The types of a file, whose text is latin1; undefined and the system's error code if it cannot be read. */
export function readMimeTypes(path: string): { readonly types: MimeTypes } | { readonly failed: string } {
  try {
    return { types: parseMimeTypes(readFileSync(path, 'latin1')) };
  } catch (error) {
    return { failed: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' };
  }
}

/**
 * The type of a file by its name: as in mod_mime's find_ct, every extension counts, from the left, and the last one
 * with a type decides, so `page.html.en` is HTML. The part before the first dot never counts.
 */
export function typeOfName(types: MimeTypes, name: string): string | undefined {
  let found: string | undefined;
  for (const extension of name.replace(/^\.+/, '').split('.').slice(1)) {
    found = types.get(extension.toLowerCase()) ?? found;
  }
  return found;
}
