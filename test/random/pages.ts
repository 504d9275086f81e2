import type { Random } from '../kit/random.js';
import { line, type Part } from './part.js';

/** Pages with elements, lists of folders, and methods: what stands between the request and the file. */
export function pageSettings(random: Random): Part[] {
  return random
    .pick([
      'AddOutputFilter INCLUDES .shtml\nOptions +Includes',
      'AddOutputFilter INCLUDES .shtml\nOptions +IncludesNOEXEC',
      'AddOutputFilter INCLUDES .shtml\nOptions -Includes',
      'SetOutputFilter INCLUDES\nOptions +Includes',
      'AddHandler server-parsed .shtml\nOptions +Includes',
      'Options +Indexes\nDirectoryIndex disabled',
      'Options +Indexes\nDirectoryIndex none.html',
      'Options -Indexes\nDirectoryIndex none.html',
      'Options +Indexes\nIndexIgnore *.bak',
      'Options Indexes Includes\nIndexOptions SuppressHTMLPreamble',
    ])
    .split('\n')
    .map(line);
}

/** The files that have elements. */
export const elementPages: Readonly<Record<string, string>> = {
  'inc.shtml':
    '<p><!--#echo var="REMOTE_USER" --> <!--#include virtual="/a/page.html" --> <!--#include virtual="a/part.shtml?x=1" -->\n' +
    '<!--#if expr="v(\'SEEN\') = \'1\'" -->seen<!--#else -->not<!--#endif --> <!--#include file="data.txt" -->\n',
  'a/part.shtml':
    '<!--#echo var="DOCUMENT_URI" --> <!--#echo var="QUERY_STRING" --> <!--#include virtual="/a/b/page.html" -->\n',
};
