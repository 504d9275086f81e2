import { modDir } from '../directives/mod_dir.js';
import { appendAll } from './draft.js';
import { lowerings } from './lowering.js';

export const dir = lowerings(modDir, {
  FallbackResource(path, to) {
    to.settings.fallback = path.toLowerCase() === 'disabled' ? false : path;
  },
  DirectoryIndex(names, to) {
    const alone = names.length === 1 && names[0]!.toLowerCase() === 'disabled';
    to.settings.index = alone ? [] : appendAll(to.settings.index, names);
  },
  DirectorySlash(on, to) {
    to.settings.slash = on;
  },
  DirectoryCheckHandler(on, to) {
    to.settings.checkHandler = on;
  },
  DirectoryIndexRedirect(status, to) {
    to.settings.indexRedirect = status;
  },
});
