import { getSystemErrorMap } from 'node:util';

/** Where the C library's words differ from libuv's. */
const wordings: Readonly<Record<string, string>> = {
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  EMFILE: 'Too many open files',
};

/** What a failed system call says, in the words of the C library, as httpd prints them. */
export function systemErrorText(error: unknown): string {
  // Not `instanceof Error`: an error of node's own may come from another realm.
  const { code = '', errno = 0, message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  const text = wordings[code] ?? getSystemErrorMap().get(errno)?.[1] ?? message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
