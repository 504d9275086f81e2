import { createHash, type X509Certificate } from 'node:crypto';
import { type BaseBlock, Constructed, fromBER, ObjectIdentifier } from 'asn1js';

/** The hash of each signature algorithm (RFC 5929 §4.1): SHA-256 for MD5 and SHA-1, else its own. */
const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'sha256',
  '1.2.840.113549.1.1.5': 'sha256',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha256',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.10040.4.3': 'sha256',
  '2.16.840.1.101.3.4.3.1': 'sha224',
  '2.16.840.1.101.3.4.3.2': 'sha256',
};

const rsaPss = '1.2.840.113549.1.1.10';

/** Hashes by their own names, which RSASSA-PSS tells in its parameters. */
const ownHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'sha256',
  '1.3.14.3.2.26': 'sha256',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/**
 * The channel binding `tls-server-end-point` of a server's certificate (RFC 5929 §4), a byte string; `undefined` where none is
 * defined, as for Ed25519, whose signatures have no hash of their own.
 */
export function endPointOf({ raw }: X509Certificate): string | undefined {
  const hash = hashOf(raw);
  return hash && `tls-server-end-point:${createHash(hash).update(raw).digest().toString('latin1')}`;
}

function hashOf(der: Uint8Array): string | undefined {
  const { offset, result } = fromBER(der);
  if (offset === -1) return undefined;
  // signatureAlgorithm stands behind what is signed (RFC 5280 §4.1).
  const [oid, parameters] = membersOf(membersOf(result)[1]);
  const name = oidOf(oid);
  return name === rsaPss ? pssHash(parameters) : hashes[name];
}

/** RSASSA-PSS-params (RFC 4055 §3.1): the hash has the tag 0, and without it SHA-1 holds. */
function pssHash(parameters: BaseBlock | undefined): string | undefined {
  const tagged = membersOf(parameters).find(
    ({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0,
  );
  return tagged ? ownHashes[oidOf(membersOf(membersOf(tagged)[0])[0])] : 'sha256';
}

const membersOf = (block: BaseBlock | undefined): readonly BaseBlock[] =>
  block instanceof Constructed ? block.valueBlock.value : [];

const oidOf = (block: BaseBlock | undefined): string =>
  block instanceof ObjectIdentifier ? block.getValue() : '';
