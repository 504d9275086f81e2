/** A head as text, and what it says of its body. */
export interface HeadText {
  readonly text: string;
  /** Content-Length. */
  readonly length: number;
  /** Whether it has a Date. */
  readonly dated: boolean;
}

/** What a name of a field means to the framing: `other` are those that node:http acts on. */
type NameKind = 'plain' | 'length' | 'date' | 'other';

const special: Readonly<Record<string, NameKind>> = {
  'content-length': 'length',
  date: 'date',
  connection: 'other',
  'keep-alive': 'other',
  'transfer-encoding': 'other',
  trailer: 'other',
  expect: 'other',
  upgrade: 'other',
};

const token = /^[\w!#$%&'*+.^`|~-]+$/;
const notOfValues = /[^\t\x20-\x7e\x80-\xff]/;

/** Names are few, and the same for each answer; whatever else comes, no more than these are kept. */
const keptNames = 1000;
const kinds = new Map<string, NameKind>();

function kindOf(name: string): NameKind {
  const known = kinds.get(name);
  if (known) return known;
  const lower = name.toLowerCase();
  const kind = Object.hasOwn(special, lower) ? special[lower]! : token.test(name) ? 'plain' : 'other';
  if (kinds.size < keptNames) kinds.set(name, kind);
  return kind;
}

/**
 * The status line and fields of an answer with a body of known length; names and values in turn. `undefined` where node:http has to
 * judge: a status without a body, a field that says something of the connection, and what may not stand in a head.
 */
export function headText(status: number, reason: string, fields: readonly string[]): HeadText | undefined {
  if (status < 200 || status > 999 || status === 204 || status === 304 || notOfValues.test(reason))
    return undefined;
  let text = `HTTP/1.1 ${status} ${reason}\r\n`;
  let length = -1;
  let dated = false;
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]!;
    const value = fields[at + 1]!;
    const kind = kindOf(name);
    if (kind === 'other' || notOfValues.test(value)) return undefined;
    if (kind === 'length') {
      if (length !== -1 || !/^\d{1,9}$/.test(value)) return undefined;
      length = Number(value);
    } else if (kind === 'date') dated = true;
    text += `${name}: ${value}\r\n`;
  }
  return length === -1 ? undefined : { text, length, dated };
}
