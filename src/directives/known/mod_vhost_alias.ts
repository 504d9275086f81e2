import type { ModuleChecks } from './check.js';
import { first, type Judge } from './judge.js';

/** `%p`, `%%` and parts of the name: `%1`, `%-2+`, `%2.-1`. */
const part = /%(?:[p%]|-?\d\+?(?:\.-?\d\+?|(?!\+?\.)))/g;

const format: Judge = (value) => {
  if (!value.startsWith('/'))
    return value.toLowerCase() === 'none' ? undefined : "format string must be an absolute path, or 'none'";
  return /%/.test(value.replace(part, '')) ? 'syntax error in format string' : undefined;
};

/** What mod_vhost_alias refuses. */
export const vhostAliasChecks: ModuleChecks = {
  VirtualDocumentRoot: first(format),
  VirtualDocumentRootIP: first(format),
  VirtualScriptAlias: first(format),
  VirtualScriptAliasIP: first(format),
};
