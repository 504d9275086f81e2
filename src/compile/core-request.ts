import type { coreRequest } from '../directives/core-request.js';
import type { ErrorDocumentArguments, ETagArgument, OptionArgument } from '../directives/core-words.js';
import type { OptionName, OptionsSetting } from '../ruleset/core.js';
import { type Lowerings, noEffect, type To } from './lowering.js';
import { listedNames, overrideSetting } from './override.js';

type Here = To<'core'>;

/** How core's directives for sections become settings. */
export const requestLowerings: Lowerings<typeof coreRequest, 'core'> = {
  ErrorDocument: errorDocument,
  Options(words, to) {
    to.settings.options = words.reduce(withOption, to.settings.options ?? unsigned);
  },
  AllowOverride(classes, to) {
    to.settings.override = overrideSetting(classes);
  },
  AllowOverrideList(names, to) {
    to.settings.overrideList = listedNames(names, to);
  },
  AcceptPathInfo(accept, to) {
    to.settings.acceptPathInfo = accept;
  },
  AddDefaultCharset(charset, to) {
    const lower = charset.toLowerCase();
    to.settings.addDefaultCharset = lower === 'off' ? false : lower === 'on' ? true : charset;
  },
  FileETag(parts, to) {
    entityTag(parts, to);
  },
  ServerSignature(signature, to) {
    to.settings.serverSignature = signature;
  },
  LimitRequestBody(bytes, to) {
    to.settings.limitRequestBody = bytes;
  },
  CGIPassAuth(on, to) {
    to.settings.cgiPassAuth = on;
  },
  ForceType(type, to) {
    to.settings.forceType = type;
  },
  SetHandler(handler, to) {
    to.settings.setHandler = handler;
    if (typeof handler === 'string' && /^proxy:/i.test(handler) && to.loaded('mod_proxy'))
      to.warn('SetHandler with proxy: is not served: requests that it is for are answered with 500', {
        hint: 'pass the path on with ProxyPass, to an application that speaks HTTP',
      });
  },
  EnableMMAP: noEffect,
  EnableSendfile: noEffect,
  DefaultType: noEffect,
  QualifyRedirectURL(on, to) {
    to.settings.qualifyRedirectUrl = on;
  },
  CGIVar([, rule], to) {
    to.settings.currentRequestUri = rule === 'current-uri';
  },
};

/** A whole URL for 401 is dropped, as binding has told. */
function errorDocument({ status, document }: ErrorDocumentArguments, to: Here): void {
  if (document.kind === 'dropped') return;
  to.settings.errorDocuments = { ...to.settings.errorDocuments, [String(status)]: document };
}

const unsigned: OptionsSetting = { add: [], remove: [] };

const optionNames: Readonly<Record<OptionArgument['option'], readonly OptionName[]>> = {
  All: ['Indexes', 'Includes', 'IncludesNOEXEC', 'FollowSymLinks', 'ExecCGI'],
  None: [],
  RunScripts: ['MultiViews', 'ExecCGI'],
  ExecCGI: ['ExecCGI'],
  FollowSymLinks: ['FollowSymLinks'],
  Includes: ['Includes', 'IncludesNOEXEC'],
  IncludesNOEXEC: ['IncludesNOEXEC'],
  Indexes: ['Indexes'],
  MultiViews: ['MultiViews'],
  SymLinksIfOwnerMatch: ['SymLinksIfOwnerMatch'],
};

/**
 * One word of an Options line over what the section has so far. The first word without a sign starts afresh, further ones of
 * the same line add to it.
 */
function withOption(before: OptionsSetting, { sign, option }: OptionArgument, at: number): OptionsSetting {
  const names = optionNames[option];
  const without = (list: readonly OptionName[]) => list.filter((name) => !names.includes(name));
  if (sign === '')
    return { set: [...(at === 0 ? [] : without(before.set ?? [])), ...names], add: [], remove: [] };
  const set = before.set ? { set: before.set } : {};
  const add = without(before.add);
  const remove = without(before.remove);
  return sign === '+'
    ? { ...set, add: [...add, ...names], remove }
    : { ...set, add, remove: [...remove, ...names] };
}

const allParts = ['inode', 'mtime', 'size'] as const;

function entityTag(words: readonly ETagArgument[], to: Here): void {
  const odd = words.find(({ sign, part }) => sign !== '' || part === 'digest');
  if (odd) {
    to.unserved(
      `FileETag ${odd.sign}${odd.part} is not served`,
      'list the parts without signs, of INode, MTime and Size',
    );
    return;
  }
  const parts = words.map(({ part }) => part);
  to.settings.fileETag = parts.includes('all')
    ? [...allParts]
    : allParts.filter((part) => parts.includes(part));
}
