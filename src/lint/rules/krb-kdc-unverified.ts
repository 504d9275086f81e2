import { removeItem } from '../../syntax/edit-remove.js';
import { kerbLocation } from '../example.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Passwords believed to any KDC. */
export const krbKdcUnverified = lintRule({
  id: 'krb-kdc-unverified',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: 'KrbVerifyKDC Off believes any machine that answers as the KDC.',
  why: 'A password is right when the KDC says so. Unless the KDC proves by the key in the keytab that it is the right one, whoever answers in its place lets in anybody as anybody.',
  remedy: 'Take the line out, and give the server a keytab.',
  messages: { believed: 'with KrbVerifyKDC Off whoever answers for the KDC lets in anybody' },
  examples: {
    bad: [{ config: kerbLocation('/a', 'KrbVerifyKDC Off') }],
    ok: [{ config: kerbLocation('/a', 'KrbVerifyKDC On') }],
  },
  fixes: { believed: { safety: 'unsafe', title: 'take the line out', edit: (line) => removeItem(line.at) } },
  sources: [
    'https://modauthkerb.sourceforge.net/configure.html',
    'https://github.com/gssapi/mod_auth_gssapi/issues/251',
  ],
  on: {
    lines: {
      KrbVerifyKDC(line, report) {
        if (valuesOf(line)[0]?.toLowerCase() === 'off') report({ message: 'believed', at: line });
      },
    },
  },
});
