import { modKerbgate } from '../directives/mod_kerbgate.js';
import { append } from './draft.js';
import { lowerings } from './lowering.js';

export const kerbgate = lowerings(modKerbgate, {
  KerbgateSessionKeys(keys, to) {
    for (const key of keys) {
      if (key.kind !== 'unusable') to.settings.sessionKeys = append(to.settings.sessionKeys, key);
      else
        to.problem(key.because, {
          hint: 'give key: and the base64 text of 32 bytes, or file: and a path',
        });
    }
  },
  KerbgateChannelBinding(demand, to) {
    to.settings.channelBinding = demand;
  },
  KerbgateOptionalLogin(on, to) {
    to.settings.optionalLogin = on;
  },
  KerbgatePacGroups(on, to) {
    to.settings.pacGroups = on;
  },
  KerbgatePacGroupFile(path, to) {
    to.settings.pacGroupFile = to.path(path);
  },
  KerbgateForbiddenOnFailure(on, to) {
    to.settings.forbiddenOnFailure = on;
  },
  KerbgateAuthRequest(requests, to) {
    to.server.core.authRequests = requests;
    if (!isLoopback(requests.address))
      to.warn('KerbgateAuthRequest is reached from other machines, and what it is told is believed', {
        hint: 'listen on 127.0.0.1, or on a network that has nobody but the servers in front',
      });
  },
});

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
