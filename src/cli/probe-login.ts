/** The part of the `kerberos` package's client that is used here. */
interface PackageClient {
  readonly contextComplete: boolean;
  step(token: string): Promise<string>;
}

/** The part of the `kerberos` package that is used here. */
export interface KerberosPackage {
  readonly GSS_MECH_OID_SPNEGO: number;
  readonly GSS_C_MUTUAL_FLAG: number;
  initializeClient(
    service: string,
    options: { readonly mechOID: number; readonly flags: number },
  ): Promise<PackageClient>;
}

/** A login under way. */
export interface Login {
  /** What is sent to the server. */
  readonly token: Buffer;
  /** Whether the server's answer, in base64, proves that it has the service's key. */
  verify(answer: string): Promise<'verified' | { readonly problem: string }>;
}

/** Loads the optional package; `undefined` when it is not there. */
export async function loadKerberos(): Promise<KerberosPackage | undefined> {
  const name = 'kerberos';
  try {
    const module = (await import(name)) as { readonly default: KerberosPackage };
    return module.default;
  } catch {
    return undefined;
  }
}

/** Makes the first token for a service; rejects with the Kerberos library's words. */
export async function initiate(kerberos: KerberosPackage, service: string): Promise<Login> {
  const client = await kerberos.initializeClient(service, {
    mechOID: kerberos.GSS_MECH_OID_SPNEGO,
    flags: kerberos.GSS_C_MUTUAL_FLAG,
  });
  const token = Buffer.from(await client.step(''), 'base64');
  return { token, verify: (answer) => verify(client, answer) };
}

async function verify(
  client: PackageClient,
  answer: string,
): Promise<'verified' | { readonly problem: string }> {
  try {
    await client.step(answer);
    return client.contextComplete ? 'verified' : { problem: 'the exchange is not complete' };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
