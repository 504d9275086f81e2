import { choice, flag, one, text, type WordType } from './args.js';
import { apacheModule, directive, full } from './define.js';

const all = ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'] as const;

const unbroken: WordType<string> = (value, name) =>
  /[\s\v]/.test(value) ? { problem: `${name} may not contain any whitespaces` } : { value };

/** mod_include: pages with elements such as `<!--#echo var="X" -->`. */
export const modInclude = apacheModule({
  name: 'mod_include',
  identifier: 'include_module',
  sections: 'merge',
  directives: {
    XBitHack: directive({
      summary: 'Whether HTML files that may be executed are pages with elements.',
      in: ['Options'],
      args: one(
        'Off, On, or Full',
        choice(['Off', 'On', 'Full'], 'XBitHack must be set to Off, On, or Full'),
      ),
      default: 'Off',
      support: full,
      example: 'XBitHack On',
    }),
    SSIErrorMsg: directive({
      summary: 'What stands in place of an element that failed.',
      in: all,
      args: one('a string', text),
      default: '"[an error occurred while processing this directive]"',
      support: full,
      example: 'SSIErrorMsg "(error)"',
    }),
    SSITimeFormat: directive({
      summary: 'The form of dates in pages, in the notation of strftime.',
      in: all,
      args: one('a strftime(3) formatted string', text),
      default: '"%A, %d-%b-%Y %H:%M:%S %Z"',
      support: full,
      example: 'SSITimeFormat %F',
    }),
    SSIStartTag: directive({
      summary: 'What elements begin with.',
      in: ['server'],
      args: one('SSI Start String Tag', unbroken),
      default: '<!--#',
      support: full,
      example: 'SSIStartTag <%',
    }),
    SSIEndTag: directive({
      summary: 'What elements end with.',
      in: ['server'],
      args: one('SSI End String Tag', unbroken),
      default: '-->',
      support: full,
      example: 'SSIEndTag %>',
    }),
    SSIUndefinedEcho: directive({
      summary: 'What is said of a variable that is not set.',
      in: all,
      args: one('String to be displayed if an echoed variable is undefined', text),
      default: '(none)',
      support: full,
      example: 'SSIUndefinedEcho "-"',
    }),
    SSILegacyExprParser: directive({
      summary: 'Whether conditions have the grammar of httpd 2.2.',
      in: ['Limit'],
      args: flag(
        "Whether to use the legacy expression parser compatible with <= 2.2.x. Limited to 'on' or 'off'",
      ),
      default: 'Off',
      support: full,
      example: 'SSILegacyExprParser Off',
    }),
    SSILastModified: directive({
      summary: 'Whether pages keep the date of their file, or of what made them.',
      in: ['Limit'],
      args: flag(
        "Whether to set the last modified header or respect an existing header. Limited to 'on' or 'off'",
      ),
      default: 'Off',
      support: full,
      example: 'SSILastModified Off',
    }),
    SSIEtag: directive({
      summary: 'Whether pages have the ETag of their file.',
      in: ['Limit'],
      args: flag(
        "Whether to allow the generation of ETags within the server. Existing ETags will be preserved. Limited to 'on' or 'off'",
      ),
      default: 'Off',
      support: full,
      example: 'SSIEtag Off',
    }),
  },
});
