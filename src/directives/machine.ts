/** What httpd asks of the machine while it reads arguments. Paths are byte strings; a relative one is below ServerRoot. */
export interface Machine {
  /** A path made absolute and normal, as `ap_server_root_relative` does. */
  readonly resolve: (path: string) => string;
  readonly kindOf: (path: string) => PathKind;
  readonly isUser: (name: string) => boolean;
  readonly isGroup: (name: string) => boolean;
}

/** What a path leads to, links followed; `empty` is a file without a byte. */
export type PathKind = 'file' | 'empty' | 'folder' | 'other' | 'nothing';

/** A machine that has everything: for checks of text whose home is elsewhere. */
export const anyMachine: Machine = {
  resolve: (path) => path,
  kindOf: () => 'file',
  isUser: () => true,
  isGroup: () => true,
};
