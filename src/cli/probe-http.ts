import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { tokenSummary } from './token-summary.js';

/** An answer to one of probe's requests. */
export interface ProbeAnswer {
  readonly status: number;
  readonly reason: string;
  /** Names and values in wire order. */
  readonly fields: readonly (readonly [string, string])[];
}

/** Milliseconds without any answer until the server counts as dead. */
const patience = 15_000;

/** One GET; redirects are not followed. Rejects when there is no answer. */
export function ask(url: URL, fields: Readonly<Record<string, string>>): Promise<ProbeAnswer> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      headers: { ...fields, Accept: '*/*', Connection: 'close' },
      timeout: patience,
    });
    request.once('timeout', () => request.destroy(new Error(`no answer within ${patience / 1000} seconds`)));
    request.once('error', reject);
    request.once('response', (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => resolve(answerOf(response)));
    });
    request.end();
  });
}

function answerOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): ProbeAnswer {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) fields.push([rawHeaders[at]!, rawHeaders[at + 1]!]);
  return { status: statusCode ?? 0, reason: statusMessage ?? '', fields };
}

/** The challenges, one for each WWW-Authenticate field. */
export function challengesOf({ fields }: ProbeAnswer): readonly string[] {
  return fields
    .filter(([name]) => name.toLowerCase() === 'www-authenticate')
    .map(([, value]) => value.trim());
}

const telling = new Set(['www-authenticate', 'location', 'set-cookie']);

/** Status and fields for people; tokens and cookies are only described. */
export function describeAnswer(answer: ProbeAnswer, all: boolean): readonly string[] {
  const shown = answer.fields.filter(([name]) => all || telling.has(name.toLowerCase()));
  return [
    `${answer.status} ${answer.reason}`,
    ...shown.map(([name, value]) => `${name}: ${withoutSecrets(name, value)}`),
  ];
}

function withoutSecrets(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === 'set-cookie') return value.replace(/^([^=;]*=[^;]{0,8})[^;]*/, '$1…');
  if (lower !== 'www-authenticate') return value;
  return value.replace(/^(negotiate|ntlm)\s+(\S+)/i, (_, scheme: string, token: string) => {
    return `${scheme} ${token.slice(0, 8)}… (${tokenSummary(Buffer.from(token, 'base64'))})`;
  });
}
