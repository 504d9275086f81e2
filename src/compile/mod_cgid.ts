import { modCgid } from '../directives/mod_cgid.js';
import { lowerings, noEffect } from './lowering.js';
import { setScriptTimeout } from './mod_cgi.js';

export const cgid = lowerings(modCgid, {
  CGIDScriptTimeout(milliseconds, to) {
    setScriptTimeout(milliseconds, to);
  },
  ScriptSock: noEffect,
  ScriptLog: noEffect,
  ScriptLogLength: noEffect,
  ScriptLogBuffer: noEffect,
});
