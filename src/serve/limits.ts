import type { IncomingMessage } from 'node:http';
import type { ServerCore } from '../ruleset/core.js';

/** Why a request is refused before anything is looked at. */
export interface RequestProblem {
  readonly status: number;
  /** The level of httpd's line. */
  readonly level: 'info' | 'debug';
  readonly code: string | undefined;
  readonly message: string;
}

const refusal = (
  status: number,
  level: RequestProblem['level'],
  code: string,
  message: string,
): RequestProblem => ({ status, level, code, message });

/** What of a request its limits are measured by. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'httpVersionMajor' | 'rawHeaders'>;

/** Checks the limits of the request head (LimitRequestLine, LimitRequestFields, LimitRequestFieldSize) and its framing. */
export function requestProblem(request: RequestHead, core: ServerCore): RequestProblem | undefined {
  const line = request.method!.length + request.url!.length + 10;
  const { limitRequestLine: limit } = core;
  if (limit > 0 && line > limit) {
    const message = `request failed: client's request-line exceeds LimitRequestLine (longer than ${limit})`;
    return refusal(414, 'info', 'AH00565', message);
  }
  if (request.httpVersionMajor === 0)
    return { status: 400, level: 'debug', code: undefined, message: 'the request is in HTTP/0.9' };
  const target = request.url!;
  if (target.includes('#'))
    return refusal(400, 'debug', 'AH02421', 'HTTP Request Line; URI must not contain a fragment');
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?]*@/i.test(target))
    return refusal(400, 'debug', 'AH02422', 'HTTP Request Line; URI must not contain a username/password');
  return fieldsProblem(request.rawHeaders, core) ?? framingProblem(request);
}

function fieldsProblem(raw: readonly string[], core: ServerCore): RequestProblem | undefined {
  const { limitRequestFields, limitRequestFieldSize } = core;
  if (limitRequestFields > 0 && raw.length / 2 > limitRequestFields)
    return refusal(400, 'info', 'AH00563', 'Number of request headers exceeds LimitRequestFields');
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]!.length + raw[at + 1]!.length + 2 > limitRequestFieldSize) {
      const message = `Request header exceeds LimitRequestFieldSize: ${raw[at]!.slice(0, 80)}`;
      return refusal(400, 'info', 'AH00561', message);
    }
  }
  return undefined;
}

/** A body whose end cannot be known is not read (RFC 9112 §6.3). */
function framingProblem(request: RequestHead): RequestProblem | undefined {
  const coding = fieldOf(request, 'transfer-encoding');
  if (coding === undefined || /^chunked$/i.test(coding.trim())) return undefined;
  return refusal(400, 'info', 'AH01585', `Unknown Transfer-Encoding: ${coding.slice(0, 80)}`);
}

/** A field's first value; node:http's own table of fields would be made for it alone. */
function fieldOf({ rawHeaders }: RequestHead, lowerName: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) return rawHeaders[at + 1];
  }
  return undefined;
}
