import type { Login } from './proof.js';

/** Somebody with right credentials whom no configuration names. */
export const anybody: Login = { user: 'anybody@EXAMPLE.COM', scheme: 'Negotiate' };

/** This user with a ticket. */
export const withTicket = (user: string): { readonly login: Login } => ({
  login: { user, scheme: 'Negotiate' },
});

/** An address that a range of mod_authz_host covers, for those that are written plainly. */
export function addressIn(range: string): string | undefined {
  const [address = ''] = range.split('/');
  const parts = address.replace(/\.$/, '').split('.');
  if (!parts.every((part) => /^\d{1,3}$/.test(part)) || parts.length > 4)
    return address.includes(':') ? address : undefined;
  while (parts.length < 4) parts.push('1');
  return parts.join('.');
}
