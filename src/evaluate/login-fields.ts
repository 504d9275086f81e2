import { type Exchange, requestHeader } from './exchange.js';

/** Clients log in to a proxy by fields of their own (RFC 9110 §11.7). */
export function credentialsOf(exchange: Exchange): string | undefined {
  return requestHeader(exchange, exchange.throughProxy ? 'Proxy-Authorization' : 'Authorization');
}

/** The name of the field that asks for a login. */
export function challengeField({ throughProxy }: Exchange): 'Proxy-Authenticate' | 'WWW-Authenticate' {
  return throughProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate';
}

/** What modules refuse with 401 is told as 407 where the login is one to a proxy. */
export function toldStatus({ throughProxy }: Exchange, status: number): number {
  return status === 401 && throughProxy ? 407 : status;
}
