import type { Event } from './explanation.js';

const secretName =
  /^(?:(?:proxy[-_])?authorization|(?:proxy[-_])?authentication[-_]info|set[-_]cookie2?|cookie|(?:www|proxy)[-_]authenticate)$/i;
const secretVariable = /passw|secret|token|session|krb5ccname|cookie|authoriz/i;

/** A value that may hold credentials: of challenges and credentials the scheme stays. */
export function maskedValue(name: string, value: string): string {
  const plain = name
    .replace(/^(?:HTTP|REDIRECT|REDIRECT_HTTP)_/, '')
    .replace(/^(?:http|req|req_novary|resp|env|reqenv|note|osenv)\((.*)\)$/, '$1');
  if (/^(?:www|proxy)[-_]authenticate$/i.test(plain))
    return value.replace(/(Negotiate|NTLM) [A-Za-z0-9+/=]+/g, '$1 ***');
  if (/^set[-_]cookie2?$/i.test(plain)) return value.replace(/^([^=;]+)=[^;]*/, '$1=***');
  if (secretName.test(plain)) return value.replace(/^([A-Za-z]+ )?.*$/s, '$1***');
  if (secretVariable.test(plain) && !/expir/i.test(plain)) return value === '' ? '' : '***';
  return value;
}

/** An event without secrets. */
export function masked(event: Event): Event {
  if (event.step === 'change') {
    const { name, before, after } = event;
    return {
      ...event,
      ...(before !== undefined && { before: maskedValue(name, before) }),
      ...(after !== undefined && { after: maskedValue(name, after) }),
    };
  }
  if (event.step !== 'expression') return event;
  const read = event.read.map(([name, value]) => [name, maskedValue(name, value)] as const);
  const secret = read.some(([, value], at) => value !== event.read[at]![1]);
  return { ...event, read, ...(secret && typeof event.result === 'string' && { result: '***' }) };
}
