import { modAuthKerb } from '../directives/mod_auth_kerb.js';
import { lowerings, noEffect } from './lowering.js';

export const authKerb = lowerings(modAuthKerb, {
  KrbAuthRealms(realms, to) {
    if (realms.length === 0)
      to.warn('KrbAuthRealms names no realm: no password is accepted', {
        hint: 'name the realms, or take the directive out, which leaves the default realm of krb5.conf',
      });
    to.settings.authRealms = [...realms];
  },
  KrbSaveCredentials(on, to) {
    to.settings.saveCredentials = on;
  },
  KrbVerifyKDC(on, to) {
    to.settings.verifyKdc = true;
    if (!on)
      to.warn('KrbVerifyKDC Off counts as On: the KDC is always verified with the key in the keytab', {
        hint: 'take the directive out, and make sure that Krb5Keytab holds the service key',
      });
  },
  KrbServiceName(name, to) {
    if (name === 'Any') to.settings.serviceName = { kind: 'any' };
    else if (name.includes('/')) to.settings.serviceName = { kind: 'principal', principal: name };
    else to.settings.serviceName = { kind: 'service', service: name };
  },
  KrbAuthoritative(on, to) {
    to.settings.authoritative = on;
  },
  KrbDelegateBasic(on, to) {
    to.settings.delegateBasic = on;
  },
  Krb5Keytab(path, to) {
    if (/^\w+:/.test(path))
      to.warn(`Krb5Keytab takes a path: ${path} is looked for below ServerRoot`, {
        hint: 'leave out the part up to the colon',
      });
    to.settings.keytab = to.path(path);
  },
  KrbMethodNegotiate(on, to) {
    to.settings.methodNegotiate = on;
  },
  KrbMethodK5Passwd(on, to) {
    to.settings.methodK5Passwd = on;
  },
  KrbLocalUserMapping(on, to) {
    to.settings.localUserMapping = on;
  },
  KrbConstrainedDelegation(on, to) {
    to.settings.constrainedDelegation = on;
  },
  KrbConstrainedDelegationLock: noEffect,
});
