// A helper process that accepts logins of mechanisms which the server does not run in itself. One token at a time comes from standard
// input, and its outcome goes to standard output; half-done logins stay here between their tokens.
import { accept } from './accept.js';
import type { AcceptOutcome } from './acceptor.js';
import { readExactly, serveParent, writeAll } from './helper-parent.js';
import {
  answerHead,
  decodeAnswer,
  encodeAnswer,
  type LoginAnswer,
  type LoginRequest,
} from './helper-protocol.js';
import { GssapiUnavailable } from './library.js';
import { AcceptContext } from './pending.js';
import { noCredential, ownFailure } from './status.js';

const logins = new Map<number, AcceptContext>();

function readRequest(): LoginRequest | undefined {
  const head = readExactly(answerHead);
  const body = head && readExactly(head.readUInt32BE(0));
  return body && decodeAnswer<LoginRequest>(Buffer.concat([head, body]));
}

function outcomeOf({ login, settings, token, goesOn }: LoginRequest): AcceptOutcome {
  const bytes = Buffer.from(token, 'base64');
  try {
    if (!goesOn) return accept(settings, bytes);
    const context = logins.get(login) ?? new AcceptContext();
    const outcome = accept(settings, bytes, context);
    if (context.pending) logins.set(login, context);
    else logins.delete(login);
    return outcome;
  } catch (error) {
    if (!(error instanceof GssapiUnavailable)) throw error;
    return {
      kind: 'no-credential',
      failure: ownFailure('gss_acquire_cred_from', noCredential, error.message),
    };
  }
}

function answer(request: LoginRequest): LoginAnswer {
  for (const login of request.ended) {
    logins.get(login)?.release();
    logins.delete(login);
  }
  const outcome = outcomeOf(request);
  const token = 'token' in outcome ? Buffer.from(outcome.token).toString('base64') : '';
  return { outcome, token };
}

serveParent();
for (let request = readRequest(); request; request = readRequest()) writeAll(encodeAnswer(answer(request)));
process.exit(0);
