import { modInclude } from '../directives/mod_include.js';
import { lowerings } from './lowering.js';

/** How mod_include's directives become settings. */
export const include = lowerings(modInclude, {
  XBitHack(value, to) {
    to.settings.xBitHack = value;
  },
  SSIErrorMsg(message, to) {
    to.settings.errorMessage = message;
  },
  SSITimeFormat(format, to) {
    to.settings.timeFormat = format;
  },
  SSIUndefinedEcho(text, to) {
    to.settings.undefinedEcho = text;
  },
  SSIStartTag(tag, to) {
    to.server.mod_include.startTag = tag;
  },
  SSIEndTag(tag, to) {
    to.server.mod_include.endTag = tag;
  },
  SSILegacyExprParser(on, to) {
    to.settings.legacyExpressions = on;
  },
  SSILastModified(on, to) {
    to.settings.lastModified = on;
  },
  SSIEtag(on, to) {
    to.settings.etag = on;
  },
});
