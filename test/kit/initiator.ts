import koffi from 'koffi';

// The initiator's half of GSSAPI for tests, apart from the product's own binding so that one does not excuse the other.

const library = koffi.load('libgssapi_krb5.so.2');
const libc = koffi.load('libc.so.6');
const copyOut = libc.func('memcpy', 'void *', ['void *', 'void *', 'size_t']);

function bind(name: string, parameters: readonly string[]): (...values: unknown[]) => number {
  const native = library.func(name, 'uint32_t', [...parameters]);
  return (...values) => Number(native(...values)) >>> 0;
}

const P = 'void *';
const U = 'uint32_t';
const importName = bind('gss_import_name', [P, P, P, P]);
const acquireCredential = bind('gss_acquire_cred_from', [P, P, U, P, 'int', P, P, P, P]);
const acquireWithPassword = bind('gss_acquire_cred_with_password', [P, P, P, U, P, 'int', P, P, P]);
const initContext = bind('gss_init_sec_context', [P, P, P, P, P, U, U, P, P, P, P, P, P]);
const displayStatus = bind('gss_display_status', [P, U, 'int', P, P, P]);
const releaseBuffer = bind('gss_release_buffer', [P, P]);
const deleteContext = bind('gss_delete_sec_context', [P, P, P]);

const objectIdentifiers = {
  krb5: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02],
  spnego: [0x2b, 0x06, 0x01, 0x05, 0x05, 0x02],
  iakerb: [0x2b, 0x06, 0x01, 0x05, 0x02, 0x05],
  ntlmssp: [0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a],
  user: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x01, 0x01],
  hostbased: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x01, 0x04],
} as const;

/** The mechanism a token is made with. */
export type Mechanism = 'krb5' | 'spnego' | 'ntlmssp' | 'iakerb';

const delegationFlag = 1;
const mutualFlag = 2;
/** Three tokens instead of two ([MS-KILE] 3.4.5.1). */
const threeLegsFlag = 0x1000;
const initiate = 1;
const forever = 0xffffffff;

// Buffers that native structures point into; they live as long as the process.
const pinned: Buffer[] = [];

function pin(buffer: Buffer): Buffer {
  pinned.push(buffer);
  return buffer;
}

/** A gss_buffer_desc (or gss_OID_desc, whose length has 32 bits but the same place) over our bytes. */
function descriptor(bytes: Buffer): Buffer {
  const result = Buffer.alloc(16);
  result.writeBigUInt64LE(BigInt(bytes.length), 0);
  if (bytes.length > 0) result.writeBigUInt64LE(BigInt(koffi.address(bytes)), 8);
  return result;
}

const mechanisms: Record<keyof typeof objectIdentifiers, Buffer> = {
  krb5: pin(descriptor(pin(Buffer.from(objectIdentifiers.krb5)))),
  spnego: pin(descriptor(pin(Buffer.from(objectIdentifiers.spnego)))),
  ntlmssp: pin(descriptor(pin(Buffer.from(objectIdentifiers.ntlmssp)))),
  iakerb: pin(descriptor(pin(Buffer.from(objectIdentifiers.iakerb)))),
  user: pin(descriptor(pin(Buffer.from(objectIdentifiers.user)))),
  hostbased: pin(descriptor(pin(Buffer.from(objectIdentifiers.hostbased)))),
};

function take(native: Buffer): Buffer {
  const length = Number(native.readBigUInt64LE(0));
  const bytes = Buffer.alloc(length);
  if (length > 0) {
    copyOut(bytes, native.readBigUInt64LE(8), length);
    releaseBuffer(Buffer.alloc(4), native);
  }
  return bytes;
}

function explain(call: string, major: number, minor: Buffer): Error {
  const text = [statusText(major, 1), statusText(minor.readUInt32LE(0), 2)].filter(Boolean).join(': ');
  return new Error(`${call}: ${text}`);
}

function statusText(code: number, type: number): string {
  const out = Buffer.alloc(16);
  displayStatus(Buffer.alloc(4), code, type, null, Buffer.alloc(4), out);
  return take(out).toString('utf8');
}

const isError = (major: number): boolean => (major & 0xffff0000) !== 0;

const names = new Map<string, bigint>();
const credentials = new Map<string, bigint>();

function nameOf(text: string, type: 'hostbased' | 'user'): bigint {
  const known = names.get(`${type} ${text}`);
  if (known !== undefined) return known;
  const minor = Buffer.alloc(4);
  const out = Buffer.alloc(8);
  const major = importName(minor, descriptor(Buffer.from(text)), mechanisms[type], out);
  if (isError(major)) throw explain('gss_import_name', major, minor);
  const name = out.readBigUInt64LE(0);
  names.set(`${type} ${text}`, name);
  return name;
}

/** gss_OID_set_desc of one mechanism. */
function setOf(mechanism: Mechanism): Buffer {
  const set = pin(Buffer.alloc(16));
  set.writeUInt32LE(1, 0);
  set.writeBigUInt64LE(BigInt(koffi.address(mechanisms[mechanism])), 8);
  return set;
}

/** A credential of a user whom the library has a password of (NTLM). */
export function acquireForUser(user: string, mechanism: Mechanism): bigint {
  const minor = Buffer.alloc(4);
  const out = Buffer.alloc(8);
  const name = nameOf(user, 'user');
  const set = setOf(mechanism);
  const major = acquireCredential(minor, name, forever, set, initiate, null, out, null, null);
  if (isError(major)) throw explain('gss_acquire_cred_from', major, minor);
  return out.readBigUInt64LE(0);
}

/** A credential of a user whose password goes to the KDC by way of the server (IAKERB): no ticket is fetched for it. */
function credentialOf(user: string, password: string): bigint {
  const minor = Buffer.alloc(4);
  const out = Buffer.alloc(8);
  const name = nameOf(user, 'user');
  const bytes = descriptor(pin(Buffer.from(password)));
  const set = setOf('iakerb');
  const major = acquireWithPassword(minor, name, bytes, forever, set, initiate, out, null, null);
  if (isError(major)) throw explain('gss_acquire_cred_with_password', major, minor);
  return out.readBigUInt64LE(0);
}

function credential(cache: string): bigint {
  const known = credentials.get(cache);
  if (known !== undefined) return known;
  const minor = Buffer.alloc(4);
  const out = Buffer.alloc(8);
  const store = keyValueSet('ccache', cache);
  const major = acquireCredential(minor, null, forever, null, initiate, store, out, null, null);
  if (isError(major)) throw explain('gss_acquire_cred_from', major, minor);
  credentials.set(cache, out.readBigUInt64LE(0));
  return out.readBigUInt64LE(0);
}

function keyValueSet(key: string, value: string): Buffer {
  const element = pin(Buffer.alloc(16));
  element.writeBigUInt64LE(BigInt(koffi.address(pin(Buffer.from(`${key}\0`)))), 0);
  element.writeBigUInt64LE(BigInt(koffi.address(pin(Buffer.from(`${value}\0`)))), 8);
  const set = Buffer.alloc(16);
  set.writeUInt32LE(1, 0);
  set.writeBigUInt64LE(BigInt(koffi.address(element)), 8);
  return set;
}

/** What a token is made from. The service is host-based, such as `HTTP@localhost`; the cache such as `FILE:/x`. */
export interface Initiation {
  readonly cache: string;
  readonly service: string;
  readonly mechanism: Mechanism;
  readonly delegate: boolean;
  /** Who proves a password by IAKERB, instead of the cache. */
  readonly prover?: { readonly user: string; readonly password: string };
  /** Kerberos with three tokens. */
  readonly threeLegs?: boolean;
  /** Application data of a channel binding, in base64. */
  readonly bindings?: string;
}

/** A login under way: its first token, and what to do with the server's answer. */
export interface Login {
  readonly token: Buffer;
  /** Feeds the server's token in; complete when the server has proven itself. Throws the library's words when not. */
  finish(answer: Buffer): StepResult;
  dispose(): void;
}

/** Starts one login and makes its first token. */
export function initiateLogin(initiation: Initiation): Login {
  const context = Buffer.alloc(8);
  const { prover, cache } = initiation;
  const own = prover ? credentialOf(prover.user, prover.password) : credential(cache);
  const call = { ...initiation, credential: own };
  const token = initiateStep(context, call, null).token;
  return {
    token,
    finish: (answer) => initiateStep(context, call, answer),
    dispose: () => {
      deleteContext(Buffer.alloc(4), context, null);
    },
  };
}

/** gss_channel_bindings_struct (RFC 2744 §3.11): two addresses, which nobody fills, and the data. */
function channelBindings(data: Buffer): Buffer {
  const structure = pin(Buffer.alloc(64));
  descriptor(pin(data)).copy(structure, 48);
  return structure;
}

/** What one call made: the token for the server, empty at times, and whether the client is content. */
export interface StepResult {
  readonly token: Buffer;
  readonly complete: boolean;
}

/** One call of gss_init_sec_context; `context` is a pointer's place, `answer` the server's token. Throws the library's words. */
export function initiateStep(
  context: Buffer,
  call: Omit<Initiation, 'cache' | 'prover'> & { readonly credential: bigint },
  answer: Buffer | null,
): StepResult {
  const minor = Buffer.alloc(4);
  const out = Buffer.alloc(16);
  const flags = mutualFlag | (call.delegate ? delegationFlag : 0) | (call.threeLegs ? threeLegsFlag : 0);
  const major = initContext(
    minor,
    call.credential,
    context,
    nameOf(call.service, 'hostbased'),
    mechanisms[call.mechanism],
    flags,
    0,
    call.bindings === undefined ? null : channelBindings(Buffer.from(call.bindings, 'base64')),
    answer === null ? null : descriptor(answer),
    null,
    out,
    null,
    null,
  );
  const token = take(out);
  if (isError(major)) throw explain('gss_init_sec_context', major, minor);
  return { token, complete: major === 0 };
}
