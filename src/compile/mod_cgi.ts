import { modCgi } from '../directives/mod_cgi.js';
import { moduleDraft } from './draft.js';
import { lowerings, noEffect, type To } from './lowering.js';

export const cgi = lowerings(modCgi, {
  CGIScriptTimeout(milliseconds, to) {
    setScriptTimeout(milliseconds, to);
  },
  ScriptLog: noEffect,
  ScriptLogLength: noEffect,
  ScriptLogBuffer: noEffect,
});

/** Both CGI modules keep it for sections too. */
export function setScriptTimeout(milliseconds: number, to: To): void {
  moduleDraft(to.room, 'core').scriptTimeout = milliseconds;
}
