// The process of the NTLM client: gss-ntlmssp reads its users from the environment and has crashed processes before. One JSON
// object a line on standard input, one on standard output for each, in order. Arguments: user, domain, service.
import { createInterface } from 'node:readline';
import { acquireForUser, initiateStep, type StepResult } from './initiator.js';
import type { NtlmAnswer, NtlmOrder, NtlmWrapping } from './ntlm-client.js';

const [user = '', domain = '', service = ''] = process.argv.slice(2);
const credentials = new Map<NtlmWrapping, bigint>();
const contexts = new Map<number, Buffer>();

function credentialFor(wrapping: NtlmWrapping): bigint {
  const known = credentials.get(wrapping) ?? acquireForUser(`${domain}\\${user}`, wrapping);
  credentials.set(wrapping, known);
  return known;
}

function answer(order: NtlmOrder): NtlmAnswer {
  const context = contexts.get(order.login) ?? Buffer.alloc(8);
  contexts.set(order.login, context);
  const token = order.token === undefined ? null : Buffer.from(order.token, 'base64');
  const call = { credential: credentialFor(order.wrapping), service, mechanism: order.wrapping };
  const result: StepResult = initiateStep(context, { ...call, delegate: false }, token);
  return { token: result.token.toString('base64'), complete: result.complete };
}

for await (const line of createInterface({ input: process.stdin })) {
  let said: NtlmAnswer;
  try {
    said = answer(JSON.parse(line) as NtlmOrder);
  } catch (error) {
    said = { error: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
