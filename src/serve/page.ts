import { reasonPhrase } from '../evaluate/status.js';

/** A built-in page: its media type, and its bytes as a byte string, which node:http sends in one piece with the head. */
export interface Page {
  readonly contentType: string;
  readonly body: string;
}

const contentType = 'text/html; charset=iso-8859-1';

const explanations: Readonly<Record<number, string>> = {
  400: 'The request is not one that this server can read.',
  401: 'This page is for users who have logged in. No valid login came with the request.',
  403: 'Access to this page is not allowed.',
  404: 'There is no page under this address.',
  405: 'This page does not take requests of this method.',
  408: 'The request did not arrive in time.',
  413: 'The request is larger than this server takes.',
  414: 'The address is longer than this server takes.',
  416: 'The page does not have the part that was asked for.',
  431: 'The header of the request is larger than this server takes.',
  500: 'The server could not answer. Its error log says why.',
  501: 'This server does not know the method of the request.',
  502: 'The application behind this server gave no proper answer.',
  503: 'The application behind this server cannot be reached at present. Try again later.',
  504: 'The application behind this server did not answer in time.',
};

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => htmlEscapes[character]!);
}

function render(status: number, extra: string, phrase = reasonPhrase(status)): Page {
  const text =
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>${status} ${phrase}</title>\n</head>\n<body>\n` +
    `<h1>${phrase}</h1>\n<p>${explanations[status] ?? phrase}</p>\n${extra}</body>\n</html>\n`;
  return { contentType, body: text };
}

const plain = new Map<number, Page>();

/**
 * The page for a status in our own words. `failedDocument` is the status of the ErrorDocument that could not be shown;
 * `location` is where a redirect leads, `reason` is said in place of the
 * status's phrase.
 */
export function builtInPage(
  status: number,
  failedDocument?: number,
  location?: string,
  reason?: string,
): Page {
  if (failedDocument === undefined && location === undefined && reason === undefined) {
    const known = plain.get(status);
    if (known) return known;
    const page = render(status, '');
    plain.set(status, page);
    return page;
  }
  let extra = '';
  if (location !== undefined) extra += `<p>Go on <a href="${escapeHtml(location)}">here</a>.</p>\n`;
  if (failedDocument !== undefined) {
    extra += `<p>Additionally, showing the page set up for this error failed with ${failedDocument} ${reasonPhrase(failedDocument)}.</p>\n`;
  }
  return render(status, extra, reason);
}

/** An ErrorDocument text; its media type is httpd's for such texts. */
export function textPage(text: string): Page {
  return { contentType, body: text };
}
