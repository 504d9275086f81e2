/** No system has a longer path, and no request leads to one. */
export const longestPath = 8192;

/** The folders that a path lies in, each with its slash, the outermost first; none for a path that is too long for any system. */
export function foldersAbove(path: string): readonly string[] {
  if (path.length > longestPath) return [];
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
    folders.push(path.slice(0, at + 1));
  return folders;
}
