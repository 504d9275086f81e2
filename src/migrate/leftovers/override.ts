import { valuesOf } from '../../lint/line.js';
import { insertAfter } from '../../syntax/edit-insert.js';
import { itemOf, type Leftover } from './leftover.js';

const added = 'AllowOverrideList Require <RequireAll <RequireAny <RequireNone AuthMerging';

/** Order, Allow and Deny in per-directory files need Limit; the Require lines that they become need AuthConfig. */
export const overrideLine: Leftover = (line) => {
  const words = valuesOf(line).map((word) => word.toLowerCase());
  const isOnlyLimit = words.includes('limit') && !words.includes('authconfig') && !words.includes('all');
  const hasList = line.siblings.some(({ name }) => name === 'AllowOverrideList');
  if (!isOnlyLimit || hasList) return undefined;
  const { edits } = insertAfter(line.at, [itemOf(added)]);
  const message =
    'Per-directory files may have Order, Allow and Deny here, and would get 500 for the Require lines that these become. They may have Require now, and nothing else of AuthConfig.';
  return (
    edits && {
      at: line,
      edits,
      entry: { kind: 'added', mapping: 'override-require', after: [added], message, mayChange: ['override'] },
    }
  );
};
