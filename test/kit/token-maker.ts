// A process of its own for making client tokens: the Kerberos library reads its configuration from the real environment,
// which jest hides from tests, and a crash in native code shall not take the tests with it. One JSON object a line on
// standard input, one on standard output for each, in order.
import { createInterface } from 'node:readline';
import { initiateLogin, type StepResult } from './initiator.js';
import type { MakerAnswer, MakerOrder } from './tokens.js';

/** A login whose end may come from another thread. */
interface KeptLogin {
  readonly token: Buffer;
  finish(answer: Buffer): StepResult | Promise<StepResult>;
  dispose(): void;
}

const kept = new Map<number, KeptLogin>();
let serial = 0;

/** The part of the `kerberos` package's client that is used here. */
interface PackageClient {
  readonly contextComplete: boolean;
  step(token: string): Promise<string>;
}
interface KerberosPackage {
  readonly GSS_MECH_OID_SPNEGO: number;
  readonly GSS_C_MUTUAL_FLAG: number;
  readonly GSS_C_DELEG_FLAG: number;
  initializeClient(service: string, options: { mechOID: number; flags: number }): Promise<PackageClient>;
}

const kerberosPackage = await loadKerberos();

/** The package is optional: without it the kit's own initiator makes all tokens. */
async function loadKerberos(): Promise<KerberosPackage | undefined> {
  const name = 'kerberos';
  try {
    const module = (await import(name)) as { default: KerberosPackage };
    return module.default;
  } catch {
    return undefined;
  }
}

type MakeOrder = MakerOrder & { readonly kind: 'make' };

async function initiateWithPackage(kerberos: KerberosPackage, order: MakeOrder): Promise<KeptLogin> {
  process.env.KRB5CCNAME = order.cache;
  const flags = kerberos.GSS_C_MUTUAL_FLAG | (order.delegate ? kerberos.GSS_C_DELEG_FLAG : 0);
  const client = await kerberos.initializeClient(order.service, {
    mechOID: kerberos.GSS_MECH_OID_SPNEGO,
    flags,
  });
  return {
    token: Buffer.from(await client.step(''), 'base64'),
    finish: async (answer) => {
      const token = await client.step(answer.toString('base64'));
      return { complete: client.contextComplete, token: Buffer.from(token ?? '', 'base64') };
    },
    dispose: () => undefined,
  };
}

/** Single SPNEGO tokens come from the package, an independent client; bulk and raw krb5 from the kit's own. */
function initiate(order: MakeOrder): KeptLogin | Promise<KeptLogin> {
  const usual =
    order.mechanism === 'spnego' && !order.threeLegs && order.bindings === undefined && !order.prover;
  const independent = order.keep && usual && kerberosPackage !== undefined;
  return independent ? initiateWithPackage(kerberosPackage, order) : initiateLogin(order);
}

async function make(order: MakeOrder): Promise<MakerAnswer> {
  const tokens: string[] = [];
  for (let index = 0; index < order.count; index++) {
    const login = await initiate(order);
    tokens.push(login.token.toString('base64'));
    if (order.keep) kept.set(++serial, login);
    else login.dispose();
  }
  return { tokens, login: serial };
}

/** What is not complete may go on with the server's next token. */
async function finish(login: number, answer: string): Promise<MakerAnswer> {
  const state = kept.get(login);
  if (state === undefined) return { error: `no login ${login}` };
  kept.delete(login);
  try {
    const { complete, token } = await state.finish(Buffer.from(answer, 'base64'));
    if (complete) state.dispose();
    else kept.set(login, state);
    return { complete, tokens: token.length > 0 ? [token.toString('base64')] : [] };
  } catch (error) {
    state.dispose();
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as MakerOrder;
  const answer = await (order.kind === 'make' ? make(order) : finish(order.login, order.answer)).catch(
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
