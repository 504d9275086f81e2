import { modUnixd } from '../directives/mod_unixd.js';
import { lowerings } from './lowering.js';

export const unixd = lowerings(modUnixd, {
  User(name, to) {
    to.server.core.user = name;
  },
  Group(name, to) {
    to.server.core.group = name;
  },
  Suexec(on, to) {
    if (on) to.unserved('Suexec On is not served', 'CGI runs as the server: take the directive out');
  },
});
