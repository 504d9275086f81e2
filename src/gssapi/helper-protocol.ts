import type { AcceptOutcome, AcceptorSettings, PasswordSettings, StoreSettings } from './acceptor.js';

/** What a helper process is asked to do; `user` is a byte string, and what is secret travels beside. */
export type HelperTask =
  /** The secret is the password. */
  | { readonly task: 'password'; readonly user: string; readonly settings: PasswordSettings }
  /** The secret is the token. For credentials that may have to be got from the KDC. */
  | { readonly task: 'accept'; readonly settings: AcceptorSettings }
  /** Logs a user in to the own service without the user (S4U2Self). */
  | { readonly task: 'impersonate'; readonly user: string; readonly settings: AcceptorSettings }
  /** The secret is the exported credential. */
  | { readonly task: 'store'; readonly settings: StoreSettings };

/** A task as it goes to a helper. The secret stays apart from the text, so that its bytes can be overwritten. */
export interface HelperRequest {
  readonly task: HelperTask;
  readonly secret: Buffer;
}

/** Octets in front of a request: the lengths of its JSON text and of the secret, 32 bits each. */
export const requestHead = 8;
/** Octets in front of an answer: the length of its JSON text. */
export const answerHead = 4;

/** One request; overwrite it when it has been sent. */
export function encodeRequest({ task, secret }: HelperRequest): Buffer {
  const text = Buffer.from(JSON.stringify(task));
  const frame = Buffer.alloc(requestHead + text.length + secret.length);
  frame.writeUInt32BE(text.length, 0);
  frame.writeUInt32BE(secret.length, 4);
  text.copy(frame, requestHead);
  secret.copy(frame, requestHead + text.length);
  return frame;
}

/** The lengths that a request's head announces. */
export function requestLengths(head: Buffer): { readonly text: number; readonly secret: number } {
  return { text: head.readUInt32BE(0), secret: head.readUInt32BE(4) };
}

/** A request from its two parts; the secret is not copied. */
export function decodeRequest(text: Buffer, secret: Buffer): HelperRequest {
  return { task: JSON.parse(text.toString()) as HelperTask, secret };
}

/** A token as it goes to a helper process that accepts logins. Tokens are base64. */
export interface LoginRequest {
  /** Which login it belongs to. */
  readonly login: number;
  readonly settings: AcceptorSettings;
  readonly token: string;
  /** Whether another token may follow. */
  readonly goesOn: boolean;
  /** Logins whose connections have ended. */
  readonly ended: readonly number[];
}

/** What comes back, with the token in base64. */
export interface LoginAnswer {
  readonly outcome: AcceptOutcome;
  readonly token: string;
}

/** Marks bytes within a message's text. */
const bytesMark = '$bytes';

/** One message, in either direction. */
export function encodeAnswer(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(marked(message)));
  const frame = Buffer.alloc(answerHead + text.length);
  frame.writeUInt32BE(text.length, 0);
  text.copy(frame, answerHead);
  return frame;
}

function marked(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [bytesMark]: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, marked(each)]));
}

/** The message at the start of what has been received, or undefined while it is not whole. */
export function decodeAnswer<Message>(received: Buffer): Message | undefined {
  if (received.length < answerHead) return undefined;
  const end = answerHead + received.readUInt32BE(0);
  if (received.length < end) return undefined;
  return JSON.parse(received.toString('utf8', answerHead, end), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(bytesMark in value)) return value;
    return new Uint8Array(Buffer.from(String(value[bytesMark]), 'base64'));
  }) as Message;
}
