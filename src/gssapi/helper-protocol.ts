import type { AcceptOutcome, AcceptorSettings, PasswordOutcome, PasswordSettings } from './acceptor.js';

/** A check as it goes to a helper process. The password stays apart from the text, so that its bytes can be overwritten. */
export interface PasswordRequest {
  /** A byte string. */
  readonly user: string;
  readonly password: Buffer;
  readonly settings: PasswordSettings;
}

/** Octets in front of a request: the lengths of its JSON text and of the password, 32 bits each. */
export const requestHead = 8;
/** Octets in front of an answer: the length of its JSON text. */
export const answerHead = 4;

/** One request; overwrite it when it has been sent. */
export function encodeRequest({ user, password, settings }: PasswordRequest): Buffer {
  const text = Buffer.from(JSON.stringify({ user, settings }));
  const frame = Buffer.alloc(requestHead + text.length + password.length);
  frame.writeUInt32BE(text.length, 0);
  frame.writeUInt32BE(password.length, 4);
  text.copy(frame, requestHead);
  password.copy(frame, requestHead + text.length);
  return frame;
}

/** The lengths that a request's head announces. */
export function requestLengths(head: Buffer): { readonly text: number; readonly password: number } {
  return { text: head.readUInt32BE(0), password: head.readUInt32BE(4) };
}

/** A request from its two parts; the password is not copied. */
export function decodeRequest(text: Buffer, password: Buffer): PasswordRequest {
  const { user, settings } = JSON.parse(text.toString()) as Pick<PasswordRequest, 'user' | 'settings'>;
  return { user, settings, password };
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

/** One message, in either direction. */
export function encodeAnswer(message: PasswordOutcome | LoginRequest | LoginAnswer): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  const frame = Buffer.alloc(answerHead + text.length);
  frame.writeUInt32BE(text.length, 0);
  text.copy(frame, answerHead);
  return frame;
}

/** The message at the start of what has been received, or undefined while it is not whole. */
export function decodeAnswer<Message = PasswordOutcome>(received: Buffer): Message | undefined {
  if (received.length < answerHead) return undefined;
  const end = answerHead + received.readUInt32BE(0);
  if (received.length < end) return undefined;
  return JSON.parse(received.toString('utf8', answerHead, end)) as Message;
}
