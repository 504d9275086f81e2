import { flag, one, raw, text } from './args.js';
import { apacheModule, directive, full } from './define.js';
import { leadingInteger } from './words.js';

const indexes = ['Indexes'] as const;
const named = new Map<string, number | false>([
  ['on', 302],
  ['off', false],
  ['permanent', 301],
  ['temp', 302],
  ['seeother', 303],
]);

/** A status to redirect with, or false. */
const indexRedirect = (value: string) => {
  const known = named.get(value.toLowerCase());
  if (known !== undefined) return { value: known };
  if (!/^\d/.test(value)) return { problem: 'DirectoryIndexRedirect ON|OFF|permanent|temp|seeother|3xx' };
  const status = leadingInteger(value);
  return status >= 300 && status < 400
    ? { value: status }
    : { problem: 'DirectoryIndexRedirect only accepts values between 300 and 399' };
};

/** mod_dir: what a request for a folder gives. */
export const modDir = apacheModule({
  name: 'mod_dir',
  identifier: 'dir_module',
  sections: 'merge',
  directives: {
    FallbackResource: directive({
      summary: 'What answers paths that are no file; disabled takes it back.',
      in: indexes,
      args: one('Set a default handler', text),
      default: 'disabled',
      support: full,
      example: 'FallbackResource /index.html',
    }),
    DirectoryIndex: directive({
      summary: 'Files tried for a folder; disabled tries none.',
      in: indexes,
      args: raw('a list of file names', ({ args }) => ({ value: args.words.map((word) => word.value) })),
      repeat: 'add',
      default: 'index.html',
      support: full,
      example: 'DirectoryIndex index.html',
    }),
    DirectorySlash: directive({
      summary: 'Whether a folder without a slash is redirected to the one with.',
      in: indexes,
      args: flag('On or Off'),
      default: 'On',
      support: full,
      example: 'DirectorySlash Off',
    }),
    DirectoryCheckHandler: directive({
      summary: 'Whether a folder with a handler of its own is left alone.',
      in: indexes,
      args: flag('On or Off'),
      default: 'Off',
      support: full,
      example: 'DirectoryCheckHandler On',
    }),
    DirectoryIndexRedirect: directive({
      summary: 'Redirects to the index file in place of showing it.',
      in: indexes,
      args: one('On, Off, or a 3xx status code.', indexRedirect),
      default: 'Off',
      support: full,
      example: 'DirectoryIndexRedirect On',
    }),
  },
});
