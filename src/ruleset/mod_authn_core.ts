import type { Origins } from './origin.js';
import type { TextOrExpression } from './text.js';

export interface AuthnCoreSettings {
  /** As written; `None` unsets. */
  readonly authType?: TextOrExpression;
  readonly authName?: TextOrExpression;
  readonly from?: Origins;
}
