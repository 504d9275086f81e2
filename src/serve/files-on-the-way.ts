import { fileName } from '../content/file-looks.js';

/** Folders whose lists are kept at most for each list of names, and how long the name of such a folder is at most. */
const kept = { folders: 1000, length: 250 } as const;

/** The names of files as node:fs takes them. */
type FileNames = Iterable<string | Buffer>;

/** The names that per-directory files on the way to a folder would have. Only the names are kept: what is there is looked at each time. */
export class FilesOnTheWay {
  readonly #known = new WeakMap<readonly string[], Map<string, FileNames>>();

  /** From the root to the folder itself. */
  of(folder: string, names: readonly string[]): FileNames {
    if (folder.length > kept.length) return listFiles(folder, names);
    let known = this.#known.get(names);
    if (!known) {
      known = new Map();
      this.#known.set(names, known);
    }
    const found = known.get(folder);
    if (found) return found;
    const files = [...listFiles(folder, names)];
    if (known.size >= kept.folders) known.clear();
    known.set(folder, files);
    return files;
  }
}

function* listFiles(folder: string, names: readonly string[]): Generator<string | Buffer> {
  for (let at = 0; at !== -1; at = folder.indexOf('/', at + 1))
    for (const name of names) yield fileName(`${folder.slice(0, at)}/${name}`);
  if (folder !== '/') for (const name of names) yield fileName(`${folder}/${name}`);
}
