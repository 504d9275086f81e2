import type { IncomingMessage } from 'node:http';
import type { ServerCore } from '../ruleset/core.js';

/** Why a request is refused before anything is looked at. */
export interface RequestProblem {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string;
}

/** Checks the limits of the request head (LimitRequestLine, LimitRequestFields, LimitRequestFieldSize) and its framing. */
export function requestProblem(request: IncomingMessage, core: ServerCore): RequestProblem | undefined {
  const line = request.method!.length + request.url!.length + 10;
  if (core.limitRequestLine > 0 && line > core.limitRequestLine) {
    return {
      status: 414,
      code: 'AH00565',
      message: 'request failed: URI too long (longer than LimitRequestLine)',
    };
  }
  if (request.httpVersionMajor === 0) {
    return { status: 400, code: undefined, message: 'the request is in HTTP/0.9' };
  }
  if (request.url!.includes('#'))
    return { status: 400, code: undefined, message: 'the request target holds a fragment' };
  return fieldsProblem(request.rawHeaders, core) ?? framingProblem(request);
}

function fieldsProblem(raw: readonly string[], core: ServerCore): RequestProblem | undefined {
  const { limitRequestFields, limitRequestFieldSize } = core;
  if (limitRequestFields > 0 && raw.length / 2 > limitRequestFields) {
    return {
      status: 400,
      code: 'AH00563',
      message: 'request header: number of fields exceeds LimitRequestFields',
    };
  }
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]!.length + raw[at + 1]!.length + 2 > limitRequestFieldSize) {
      return {
        status: 400,
        code: 'AH00561',
        message: `request header exceeds LimitRequestFieldSize: ${raw[at]!.slice(0, 80)}`,
      };
    }
  }
  return undefined;
}

/** A body whose end cannot be known is not read (RFC 9112 §6.3). */
function framingProblem(request: IncomingMessage): RequestProblem | undefined {
  const coding = fieldOf(request, 'transfer-encoding');
  if (coding === undefined || /^chunked$/i.test(coding.trim())) return undefined;
  return { status: 400, code: 'AH02427', message: `unknown Transfer-Encoding: ${coding.slice(0, 80)}` };
}

/** A field's first value; node:http's own table of fields would be made for it alone. */
function fieldOf({ rawHeaders }: IncomingMessage, lowerName: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) return rawHeaders[at + 1];
  }
  return undefined;
}
