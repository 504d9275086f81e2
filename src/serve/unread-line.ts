/**
 * The request line of what could not be read, if it is surely one: what comes in a later piece may begin in the middle of fields or of a
 * body, where passwords are.
 */
export function unreadLine({ code, bytesParsed, rawPacket }: ParseError): string | undefined {
  const line = /^[^\r\n]*/.exec(rawPacket?.toString('latin1') ?? '')?.[0] ?? '';
  const isWhole = /^\S+ \S+ HTTP\/\d\.\d$/.test(line);
  const isFirst = ofRequestLine.has(code ?? '') && (bytesParsed ?? 0) <= line.length;
  if (isWhole || (isFirst && isAtStart(line, bytesParsed ?? 0))) return line;
  return undefined;
}

type ParseError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer; readonly bytesParsed?: number };

/** What the parser of node:http says of a request line. */
const ofRequestLine: ReadonlySet<string> = new Set([
  'HPE_INVALID_METHOD',
  'HPE_INVALID_URL',
  'HPE_INVALID_VERSION',
  'HPE_INVALID_CONSTANT',
]);

/** Whether what the parser took before it stumbled is the beginning of this line: a method at most, or one with a target behind it. */
function isAtStart(line: string, parsed: number): boolean {
  return /^[A-Z-]*(?: |$)/.test(line.slice(0, parsed));
}
