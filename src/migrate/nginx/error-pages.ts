import { isGranted } from '../../lint/proof.js';
import type { ServerView } from '../../lint/server-view.js';
import { block, canBeWord, line, type Statement, word } from './statement.js';

const path = '/.kerbgate-page-401';

/** The page of a server for 401, where it is a file that everybody may have. */
export function errorPages(server: ServerView): readonly Statement[] {
  const file = loginPage(server);
  if (file === undefined || !canBeWord(file)) return [];
  return [
    line('error_page', '401', path),
    block(`location = ${path}`, [line('internal'), line('auth_request', 'off'), line('alias', word(file))]),
  ];
}

/** The file of that page. */
export function loginPage(server: ServerView): string | undefined {
  const document = server.host.base.core?.errorDocuments?.['401'];
  if (document?.kind !== 'local' || typeof document.path !== 'string') return undefined;
  const shown = server.ask({ target: document.path });
  if (!isGranted(shown) || shown.run !== 'file' || shown.user !== undefined) return undefined;
  return shown.exchange.filename;
}
