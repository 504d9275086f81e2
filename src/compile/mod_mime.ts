import { modMime } from '../directives/mod_mime.js';
import type { ExtensionMeaning } from '../ruleset/mod_mime.js';
import { put } from './draft.js';
import { inputFilters, outputFilters } from './filters.js';
import { lowerings, noEffect, type To } from './lowering.js';

type Here = To<'mod_mime'>;

export const mime = lowerings(modMime, {
  AddType([type, extensions], to) {
    mean({ type }, extensions, to);
  },
  AddEncoding([encoding, extensions], to) {
    mean({ encoding }, extensions, to);
  },
  AddCharset([charset, extensions], to) {
    mean({ charset }, extensions, to);
  },
  AddHandler([handler, extensions], to) {
    mean({ handler }, extensions, to);
  },
  AddLanguage([language, extensions], to) {
    mean({ language }, extensions, to);
  },
  AddOutputFilter([names, extensions], to) {
    mean({ outputFilters: outputFilters(names, to) }, extensions, to);
  },
  AddInputFilter([names], to) {
    inputFilters(names, to);
  },
  RemoveOutputFilter(extensions, to) {
    mean({ outputFilters: null }, extensions, to);
  },
  RemoveInputFilter: noEffect,
  ModMimeUsePathInfo(on, to) {
    to.settings.usePathInfo = on;
  },
  RemoveType(extensions, to) {
    mean({ type: null }, extensions, to);
  },
  RemoveEncoding(extensions, to) {
    mean({ encoding: null }, extensions, to);
  },
  RemoveCharset(extensions, to) {
    mean({ charset: null }, extensions, to);
  },
  RemoveHandler(extensions, to) {
    mean({ handler: null }, extensions, to);
  },
  RemoveLanguage(extensions, to) {
    mean({ language: null }, extensions, to);
  },
  DefaultLanguage(language, to) {
    to.settings.defaultLanguage = language;
  },
  TypesConfig(path, to) {
    to.server.core.typesConfig = to.path(path);
  },
});

/** httpd keeps the values in lower case. */
function mean(meaning: ExtensionMeaning, extensions: readonly string[], to: Here): void {
  to.settings.extensions ??= {};
  const known = to.settings.extensions;
  const lower = Object.fromEntries(
    Object.entries(meaning).map(([key, value]) => [key, value?.toLowerCase() ?? null]),
  );
  for (const extension of extensions)
    put(known, extension, { ...(Object.hasOwn(known, extension) ? known[extension] : {}), ...lower });
}
