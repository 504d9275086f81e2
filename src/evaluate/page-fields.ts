import type { Exchange } from './exchange.js';
import { Table } from './table.js';

/**
 * Begins the header of a built-in page or ErrorDocument text (`ap_send_error_response`): what the phases set is dropped save the place
 * a redirect leads to, what errors kept becomes what is sent, and Header directives for errors begin with nothing.
 */
export function startPage(exchange: Exchange): void {
  const { responseFields, errorFields, status } = exchange;
  const location = responseFields.get('Location') || errorFields.get('Location');
  errorFields.unset('Location');
  if (location && status >= 300 && status < 400) errorFields.set('Location', location);
  exchange.contentType = 'text/html; charset=iso-8859-1';
  exchange.responseFields = errorFields;
  exchange.errorFields = Table.empty();
}
