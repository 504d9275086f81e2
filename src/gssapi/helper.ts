// A helper process: reads one password check at a time from standard input, answers on standard output, and ends with its parent.
// It blocks while the KDC is asked; who started it kills it when that takes too long.
import type { PasswordOutcome } from './acceptor.js';
import { readExactly, serveParent, writeAll } from './helper-parent.js';
import {
  decodeRequest,
  encodeAnswer,
  type PasswordRequest,
  requestHead,
  requestLengths,
} from './helper-protocol.js';
import { GssapiUnavailable } from './library.js';
import { wipe } from './memory.js';
import { checkPassword } from './password-check.js';
import { generalFailure, ownFailure } from './status.js';

function readRequest(): PasswordRequest | undefined {
  const head = readExactly(requestHead);
  if (!head) return undefined;
  const lengths = requestLengths(head);
  const text = readExactly(lengths.text);
  const password = text && readExactly(lengths.password);
  return password && decodeRequest(text, password);
}

function answer({ user, password, settings }: PasswordRequest): PasswordOutcome {
  try {
    return checkPassword(user, password, settings);
  } catch (error) {
    const text = error instanceof GssapiUnavailable ? error.message : 'the password helper has failed';
    return {
      kind: 'unavailable',
      failure: ownFailure('gss_acquire_cred_with_password', generalFailure, text),
    };
  } finally {
    wipe(password);
  }
}

serveParent(Number(process.argv[2]));
for (let request = readRequest(); request; request = readRequest()) writeAll(encodeAnswer(answer(request)));
process.exit(0);
