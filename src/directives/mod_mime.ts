import { type ArgumentProblem, type ArgumentShape, flag, iterate, iterateSecond, one, text } from './args.js';
import { apacheModule, directive, full, partial, refused } from './define.js';

const fileInfo = ['FileInfo'] as const;
const filters = partial('INCLUDES is served; filters that compress are left out, others are refused');
const bodyFilters = partial('filters of request bodies are left out or refused');
const extensions = 'one or more file extensions';

/** An extension without its dot, in lower case. */
const extension = (value: string) => ({ value: value.replace(/^\./, '').toLowerCase() });

const add = (usage: string) => iterateSecond(usage, text, extension);
const remove = () => iterate(extensions, extension);

type MultiviewsKind = 'Any' | 'NegotiatedOnly' | 'Filters' | 'Handlers';

const multiviews: ArgumentShape<readonly MultiviewsKind[]> = {
  ...iterate('NegotiatedOnly (default), Handlers and/or Filters, or Any', text),
  parse: ({ args, name }) => {
    const kinds: MultiviewsKind[] = [];
    if (!args.words[0]?.value)
      return {
        problem: `${name} requires at least one argument, NegotiatedOnly (default), Handlers and/or Filters, or Any`,
        miscounted: true,
      };
    for (const word of args.words) {
      const problem = addKind(kinds, word.value);
      if (problem) return { ...problem, word };
    }
    return { value: kinds };
  },
};

function addKind(kinds: MultiviewsKind[], written: string): ArgumentProblem | undefined {
  const known = ['Any', 'NegotiatedOnly', 'Filters', 'Handlers'] as const;
  const kind = known.find((each) => each.toLowerCase() === written.toLowerCase());
  if (!kind) return { problem: `Unrecognized option '${written}'` };
  const others = kinds.filter((each) => each !== kind);
  const lone = kind === 'Any' || kind === 'NegotiatedOnly';
  const clash = lone ? others.length > 0 : others.some((each) => each === 'Any' || each === 'NegotiatedOnly');
  kinds.push(kind);
  if (!clash) return undefined;
  if (!lone) return { problem: `${kind} is incompatible with Any and NegotiatedOnly` };
  const other = kind === 'Any' ? 'NegotiatedOnly' : 'Any';
  return { problem: `${kind} is incompatible with ${other}, Filters and Handlers` };
}

/** mod_mime: types, languages and handlers by file name extension. */
export const modMime = apacheModule({
  name: 'mod_mime',
  identifier: 'mime_module',
  sections: 'merge',
  directives: {
    AddCharset: directive({
      summary: 'The charset of files by extension.',
      in: fileInfo,
      args: add('a charset (e.g., iso-2022-jp), followed by one or more file extensions'),
      repeat: 'add',
      support: full,
      example: 'AddCharset UTF-8 .utf8',
    }),
    AddEncoding: directive({
      summary: 'The content encoding of files by extension.',
      in: fileInfo,
      args: add('an encoding (e.g., gzip), followed by one or more file extensions'),
      repeat: 'add',
      support: full,
      example: 'AddEncoding gzip .gz',
    }),
    AddHandler: directive({
      summary: 'What answers for files by extension.',
      in: fileInfo,
      args: add('a handler name followed by one or more file extensions'),
      repeat: 'add',
      support: full,
      example: 'AddHandler cgi-script .cgi',
    }),
    AddInputFilter: directive({
      summary: 'Sends request bodies through filters by extension.',
      in: fileInfo,
      args: add('input filter name (or ; delimited names) followed by one or more file extensions'),
      repeat: 'add',
      support: bodyFilters,
      example: 'AddInputFilter DEFLATE .gz',
    }),
    AddLanguage: directive({
      summary: 'The language of files by extension.',
      in: fileInfo,
      args: add('a language (e.g., fr), followed by one or more file extensions'),
      repeat: 'add',
      support: full,
      example: 'AddLanguage de .de',
    }),
    AddOutputFilter: directive({
      summary: 'Sends responses through filters by extension.',
      in: fileInfo,
      args: add('output filter name (or ; delimited names) followed by one or more file extensions'),
      repeat: 'add',
      support: filters,
      example: 'AddOutputFilter INCLUDES .shtml',
    }),
    AddType: directive({
      summary: 'The type of files by extension.',
      in: fileInfo,
      args: add('a mime type followed by one or more file extensions'),
      repeat: 'add',
      support: full,
      example: 'AddType application/wasm .wasm',
    }),
    DefaultLanguage: directive({
      summary: 'The language of files without one.',
      in: fileInfo,
      args: one('language to use for documents with no other language file extension', text),
      support: full,
      example: 'DefaultLanguage en',
    }),
    MultiviewsMatch: directive({
      summary: 'Which files content negotiation looks at.',
      in: fileInfo,
      notIn: ['Location'],
      args: multiviews,
      default: 'NegotiatedOnly',
      support: refused('content negotiation is not served; take the directive out'),
      example: 'MultiviewsMatch Any',
    }),
    RemoveCharset: directive({
      summary: 'Takes back AddCharset.',
      in: fileInfo,
      args: remove(),
      repeat: 'add',
      support: full,
      example: 'RemoveCharset .utf8',
    }),
    RemoveEncoding: directive({
      summary: 'Takes back AddEncoding.',
      in: fileInfo,
      args: remove(),
      repeat: 'add',
      support: full,
      example: 'RemoveEncoding .gz',
    }),
    RemoveHandler: directive({
      summary: 'Takes back AddHandler.',
      in: fileInfo,
      args: remove(),
      repeat: 'add',
      support: full,
      example: 'RemoveHandler .cgi',
    }),
    RemoveInputFilter: directive({
      summary: 'Takes back AddInputFilter.',
      in: fileInfo,
      args: remove(),
      repeat: 'add',
      support: bodyFilters,
      example: 'RemoveInputFilter .gz',
    }),
    RemoveLanguage: directive({
      summary: 'Takes back AddLanguage.',
      in: fileInfo,
      args: remove(),
      repeat: 'add',
      support: full,
      example: 'RemoveLanguage .de',
    }),
    RemoveOutputFilter: directive({
      summary: 'Takes back AddOutputFilter.',
      in: fileInfo,
      args: remove(),
      repeat: 'add',
      support: filters,
      example: 'RemoveOutputFilter .shtml',
    }),
    RemoveType: directive({
      summary: 'Takes back AddType.',
      in: fileInfo,
      args: remove(),
      repeat: 'add',
      support: full,
      example: 'RemoveType .wasm',
    }),
    TypesConfig: directive({
      summary: 'The file that lists types and extensions.',
      in: ['server'],
      args: one('the MIME types config file', text),
      default: 'conf/mime.types',
      support: full,
      example: 'TypesConfig /etc/mime.types',
    }),
    ModMimeUsePathInfo: directive({
      summary: 'Whether the path behind a file counts for its type.',
      in: ['section'],
      args: flag("Set to 'yes' to allow mod_mime to use path info for type checking"),
      default: 'Off',
      support: full,
      example: 'ModMimeUsePathInfo Off',
    }),
  },
});
