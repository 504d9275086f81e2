import type { X509Certificate } from 'node:crypto';
import { type BaseBlock, Constructed, fromBER, ObjectIdentifier } from 'asn1js';
import { attributeText } from '../evaluate/distinguished-name.js';
import type {
  AlternativeNameKind,
  CertificateFacts,
  DistinguishedName,
  NameAttribute,
} from '../evaluate/tls-facts.js';
import { algorithmName, extensionNames } from './certificate-names.js';

/** What evaluation knows of a certificate; taken apart when something is first asked for, which most requests never do. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  return new LazyFacts(certificate);
}

class LazyFacts implements CertificateFacts {
  readonly #certificate: X509Certificate;
  #parts: Parts | undefined;

  constructor(certificate: X509Certificate) {
    this.#certificate = certificate;
  }

  get #known(): Parts {
    this.#parts ??= partsOf(this.#certificate.raw);
    return this.#parts;
  }

  get version() {
    return this.#known.version;
  }

  get serial() {
    const digits = this.#certificate.serialNumber;
    return digits.length % 2 === 0 ? digits : `0${digits}`;
  }

  get notBefore() {
    return Date.parse(this.#certificate.validFrom);
  }

  get notAfter() {
    return Date.parse(this.#certificate.validTo);
  }

  get subject() {
    return this.#known.subject;
  }

  get issuer() {
    return this.#known.issuer;
  }

  get signatureAlgorithm() {
    return this.#known.signatureAlgorithm;
  }

  get keyAlgorithm() {
    return this.#known.keyAlgorithm;
  }

  get pem() {
    return this.#certificate.toString();
  }

  get alternativeNames() {
    return this.#known.alternativeNames;
  }

  get textExtensions() {
    return this.#known.textExtensions;
  }
}

type Parts = Pick<
  CertificateFacts,
  | 'version'
  | 'subject'
  | 'issuer'
  | 'signatureAlgorithm'
  | 'keyAlgorithm'
  | 'alternativeNames'
  | 'textExtensions'
>;

/** TBSCertificate (RFC 5280 §4.1); OpenSSL has read the same bytes before and found them sound. */
function partsOf(der: Uint8Array): Parts {
  const [tbs] = membersOf(parsed(der));
  const members = membersOf(tbs);
  const numbered = members[0] !== undefined && isContext(members[0], 0);
  const [, signature, issuer, , subject, key] = numbered ? members.slice(1) : members;
  const extensions = extensionsOf(members.find((each) => isContext(each, 3)));
  return {
    version: numbered ? Number(contentOf(membersOf(members[0])[0]).at(-1)) + 1 : 1,
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    signatureAlgorithm: algorithmName(oidOf(membersOf(signature)[0])),
    keyAlgorithm: algorithmName(oidOf(membersOf(membersOf(key)[0])[0])),
    alternativeNames: alternativeNamesOf(extensions.find(({ oid }) => oid === '2.5.29.17')?.value),
    textExtensions: extensions.flatMap(({ oid, value }) => {
      const text = plainText(value);
      return text === undefined ? [] : [{ names: [oid, ...extensionNames(oid)], text }];
    }),
  };
}

function parsed(der: Uint8Array): BaseBlock | undefined {
  const { offset, result } = fromBER(der);
  return offset === -1 ? undefined : result;
}

const membersOf = (block: BaseBlock | undefined): readonly BaseBlock[] =>
  block instanceof Constructed ? block.valueBlock.value : [];

const isContext = ({ idBlock }: BaseBlock, number: number): boolean =>
  idBlock.tagClass === 3 && idBlock.tagNumber === number;

const oidOf = (block: BaseBlock | undefined): string =>
  block instanceof ObjectIdentifier ? block.getValue() : '';

function contentOf(block: BaseBlock | undefined): Uint8Array {
  const whole = block?.valueBeforeDecodeView;
  return whole ? whole.subarray(whole.length - block.lenBlock.length) : new Uint8Array();
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function nameOf(block: BaseBlock | undefined): DistinguishedName {
  return membersOf(block).flatMap((set, entry) =>
    membersOf(set).map((pair): NameAttribute => {
      const [type, value] = membersOf(pair);
      return {
        entry,
        oid: oidOf(type),
        tag: value?.idBlock.tagNumber ?? 0,
        bytes: latin1(contentOf(value)),
      };
    }),
  );
}

interface Extension {
  readonly oid: string;
  readonly value: Uint8Array;
}

function extensionsOf(block: BaseBlock | undefined): readonly Extension[] {
  return membersOf(membersOf(block)[0]).map((extension) => {
    const members = membersOf(extension);
    return { oid: oidOf(members[0]), value: contentOf(members.at(-1)) };
  });
}

/** UTF8String, IA5String, VisibleString and BMPString. */
const textTags: ReadonlySet<number> = new Set([12, 22, 26, 30]);

function plainText(der: Uint8Array): string | undefined {
  const block = parsed(der);
  if (block?.idBlock.tagClass !== 1 || !textTags.has(block.idBlock.tagNumber)) return undefined;
  return attributeText({ tag: block.idBlock.tagNumber, bytes: latin1(contentOf(block)) });
}

/** GeneralNames (RFC 5280 §4.2.1.6), as far as mod_ssl tells them. */
function alternativeNamesOf(
  der: Uint8Array | undefined,
): Readonly<Record<AlternativeNameKind, readonly string[]>> {
  const found: Record<AlternativeNameKind, string[]> = { email: [], dns: [], upn: [], srv: [] };
  for (const name of der ? membersOf(parsed(der)) : []) {
    if (isContext(name, 1)) found.email.push(ia5Text(name));
    if (isContext(name, 2)) found.dns.push(ia5Text(name));
    if (isContext(name, 0)) addOther(found, name);
  }
  return found;
}

const ia5Text = (block: BaseBlock): string => attributeText({ tag: 22, bytes: latin1(contentOf(block)) });

const otherKinds: Readonly<Record<string, { readonly kind: 'upn' | 'srv'; readonly tag: number }>> = {
  '1.3.6.1.4.1.311.20.2.3': { kind: 'upn', tag: 12 },
  '1.3.6.1.5.5.7.8.7': { kind: 'srv', tag: 22 },
};

function addOther(found: Record<AlternativeNameKind, string[]>, name: BaseBlock): void {
  const [type, wrapped] = membersOf(name);
  const known = otherKinds[oidOf(type)];
  const value = membersOf(wrapped)[0];
  if (known && value?.idBlock.tagNumber === known.tag)
    found[known.kind].push(attributeText({ tag: known.tag, bytes: latin1(contentOf(value)) }));
}
