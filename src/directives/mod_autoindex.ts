import { flag, iterate, iterateSecond, one, raw, text } from './args.js';
import { apacheModule, directive, full, partial, refused } from './define.js';
import { autoindexChecks } from './known/mod_autoindex.js';
import { countedShape } from './known/shape.js';

const indexes = ['Indexes'] as const;
const all = ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'] as const;

/** Two words or more, the first an icon or a text. */
const said = (
  summary: string,
  usage: string,
  name: 'AddIcon' | 'AddIconByType' | 'AddIconByEncoding',
  example: string,
) =>
  directive({
    summary,
    in: indexes,
    args: countedShape('iterate-second', usage, autoindexChecks[name]),
    repeat: 'add',
    support: full,
    example,
  });

const alternative = (summary: string, usage: string, example: string) =>
  directive({
    summary,
    in: indexes,
    args: iterateSecond(usage, text, text),
    repeat: 'add',
    support: full,
    example,
  });

const single = (summary: string, usage: string, example: string) =>
  directive({ summary, in: indexes, args: one(usage, text), support: full, example });

/** mod_autoindex: lists of what is in a folder. */
export const modAutoindex = apacheModule({
  name: 'mod_autoindex',
  identifier: 'autoindex_module',
  sections: 'merge',
  directives: {
    AddIcon: said(
      'The icon of entries by name.',
      'an icon URL followed by one or more filenames',
      'AddIcon',
      'AddIcon /icons/text.png .txt',
    ),
    AddIconByType: said(
      'The icon of entries by media type.',
      'an icon URL followed by one or more MIME types',
      'AddIconByType',
      'AddIconByType (TXT,/icons/text.png) text/*',
    ),
    AddIconByEncoding: said(
      'The icon of entries by encoding.',
      'an icon URL followed by one or more content encodings',
      'AddIconByEncoding',
      'AddIconByEncoding /icons/compressed.png x-gzip',
    ),
    AddAlt: alternative(
      'The text in place of an icon, by name.',
      'alternate descriptive text followed by one or more filenames',
      'AddAlt PDF *.pdf',
    ),
    AddAltByType: alternative(
      'The text in place of an icon, by media type.',
      'alternate descriptive text followed by one or more MIME types',
      'AddAltByType page text/html',
    ),
    AddAltByEncoding: alternative(
      'The text in place of an icon, by encoding.',
      'alternate descriptive text followed by one or more content encodings',
      'AddAltByEncoding packed x-gzip',
    ),
    AddDescription: alternative(
      'What is said of entries, by name.',
      'Descriptive text followed by one or more filenames',
      'AddDescription "the annual report" report.html',
    ),
    IndexOptions: directive({
      summary: 'How lists look.',
      in: indexes,
      args: countedShape('argv', 'one or more index options [+|-][]', autoindexChecks.IndexOptions),
      repeat: 'add',
      support: partial('TrackModified sends a date without an ETag'),
      example: 'IndexOptions FancyIndexing',
    }),
    IndexOrderDefault: directive({
      summary: 'The order of lists where the client names none.',
      in: indexes,
      args: countedShape(
        'two',
        '{Ascending,Descending} {Name,Size,Description,Date}',
        autoindexChecks.IndexOrderDefault,
      ),
      default: 'Ascending Name',
      support: full,
      example: 'IndexOrderDefault Descending Date',
    }),
    IndexIgnore: directive({
      summary: 'Entries that are left out, by name.',
      in: indexes,
      args: iterate('one or more file extensions', text),
      repeat: 'add',
      support: full,
      example: 'IndexIgnore .??* *~',
    }),
    IndexIgnoreReset: directive({
      summary: 'Forgets what outer sections leave out.',
      in: indexes,
      args: flag('Reset the inherited list of IndexIgnore filenames'),
      default: 'Off',
      support: full,
      example: 'IndexIgnoreReset On',
    }),
    HeaderName: single('A file that is shown above a list.', 'a filename', 'HeaderName HEADER.html'),
    ReadmeName: single('A file that is shown below a list.', 'a filename', 'ReadmeName README.html'),
    DefaultIcon: single('The icon of other entries.', 'an icon URL', 'DefaultIcon /icons/unknown.png'),
    IndexStyleSheet: single('The style sheet of lists.', 'URL to style sheet', 'IndexStyleSheet /list.css'),
    IndexHeadInsert: single(
      'What is put into the head of lists.',
      'String to insert in HTML HEAD section',
      'IndexHeadInsert "<meta name=robots content=noindex>"',
    ),
    FancyIndexing: directive({
      summary: 'Is gone; IndexOptions took its place.',
      in: all,
      args: raw(
        'The FancyIndexing directive is no longer supported. Use IndexOptions FancyIndexing.',
        () => ({
          problem: 'The FancyIndexing directive is no longer supported. Use IndexOptions FancyIndexing.',
        }),
      ),
      support: refused('write IndexOptions FancyIndexing'),
      example: '<IfDefine NEVER>\nFancyIndexing On\n</IfDefine>',
    }),
  },
});
