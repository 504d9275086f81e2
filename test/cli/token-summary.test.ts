import { expect, test } from '@jest/globals';
import { tokenSummary } from '../../src/cli/token-summary.js';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const krb5 = '06 09 2a 86 48 86 f7 12 01 02 02';
const spnego = '06 06 2b 06 01 05 05 02';
const ntlm = '06 0a 2b 06 01 04 01 82 37 02 02 0a';

test.each([
  ['Kerberos for SPNEGO', `60 40 ${spnego} a0 30 30 2e a0 0d 30 0b ${krb5}`, 'SPNEGO for Kerberos, '],
  ['NTLM for SPNEGO', `60 40 ${spnego} a0 30 30 2e a0 0e 30 0c ${ntlm}`, 'SPNEGO for NTLM, '],
  ['bare Kerberos', `60 40 ${krb5} 01 00`, 'a bare Kerberos token, '],
  [
    'the last answer',
    `a1 20 30 1e a0 03 0a 01 00 a1 0b ${krb5}`,
    'a SPNEGO reply, accept-completed, mechanism Kerberos, ',
  ],
  ['a refusal', 'a1 07 30 05 a0 03 0a 01 02', 'a SPNEGO reply, reject, '],
  ['NTLM', '4e 54 4c 4d 53 53 50 00 01 00', 'NTLM, '],
  ['garbage', 'de ad be ef', 'of no known kind, '],
  ['nothing', '', 'of no known kind, '],
  ['a cut OID', '60 40 06 09 2a 86', 'of no known kind, '],
])('%s', (_, hex, summary) => {
  const token = bytes(hex);
  expect(tokenSummary(token)).toBe(`${summary}${token.length} bytes`);
});
