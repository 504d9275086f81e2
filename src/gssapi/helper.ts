// A helper process: reads one task at a time from standard input, answers on standard output, and ends with its parent.
// It blocks while the KDC is asked; who started it kills it when that takes too long.
import { accept } from './accept.js';
import { readExactly, serveParent, writeAll } from './helper-parent.js';
import {
  decodeRequest,
  encodeAnswer,
  type HelperRequest,
  requestHead,
  requestLengths,
} from './helper-protocol.js';
import { impersonate } from './impersonate.js';
import { GssapiUnavailable } from './library.js';
import { wipe } from './memory.js';
import { checkPassword } from './password-check.js';
import { generalFailure, ownFailure } from './status.js';
import { storeCredential } from './store.js';

function readRequest(): HelperRequest | undefined {
  const head = readExactly(requestHead);
  if (!head) return undefined;
  const lengths = requestLengths(head);
  const text = readExactly(lengths.text);
  const secret = text && readExactly(lengths.secret);
  return secret && decodeRequest(text, secret);
}

function perform({ task, secret }: HelperRequest): object {
  switch (task.task) {
    case 'password':
      return checkPassword(task.user, secret, task.settings);
    case 'accept':
      return accept(task.settings, secret);
    case 'impersonate':
      return impersonate(task.user, task.settings);
    case 'store':
      return storeCredential(secret, task.settings);
  }
}

function answer(request: HelperRequest): object {
  try {
    return perform(request);
  } catch (error) {
    const { task } = request.task;
    const text = error instanceof GssapiUnavailable ? error.message : `the ${task} helper has failed`;
    if (task === 'store') return { problems: [text] };
    const failure = ownFailure('gss_acquire_cred', generalFailure, text);
    return { kind: task === 'password' ? 'unavailable' : 'no-credential', failure };
  } finally {
    wipe(request.secret);
  }
}

serveParent();
for (let request = readRequest(); request; request = readRequest()) writeAll(encodeAnswer(answer(request)));
process.exit(0);
