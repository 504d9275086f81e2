import { choice, flag, one, raw, text, two } from './args.js';
import { errorDocument, etagList, optionList, overrideList, overrideNames } from './core-words.js';
import { directive, full, partial } from './define.js';
import { oneText } from './expression.js';
import { longNumber } from './known/numbers.js';
import { keyword } from './words.js';

const all = ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'] as const;
const fileInfo = ['FileInfo'] as const;
const onOff = keyword({ On: true, Off: false }, "parameter must be 'on' or 'off'");

/** Bytes, as httpd reads them: a whole decimal number. */
const bodyLimit = (value: string) => {
  const { value: bytes, rest, tooLarge } = longNumber(value);
  if (tooLarge) return { problem: 'LimitRequestBody argument is not parsable.' };
  if (rest !== '' || bytes < 0n) return { problem: 'LimitRequestBody requires a non-negative integer.' };
  return { value: Number(bytes) };
};

const cgiVariable = (value: string) =>
  value === 'REQUEST_URI' ? { value } : { problem: `Unrecognized CGI variable: "${value}"` };

const cgiRule = keyword(
  { 'current-uri': 'current-uri', 'original-uri': 'original-uri' } as const,
  "Valid rules for REQUEST_URI are 'current-uri' and 'original-uri'",
);

/** Directives of core that sections may hold. */
export const coreRequest = {
  ErrorDocument: directive({
    summary: 'What an error shows: a message, a page of this site or another URL.',
    in: fileInfo,
    args: errorDocument,
    repeat: 'add',
    support: full,
    example: 'ErrorDocument 401 /login.html',
  }),
  Options: directive({
    summary: 'What may be done in a folder: CGI, index pages, symbolic links …',
    in: ['Options'],
    args: raw('Set a number of attributes for a given directory', optionList),
    repeat: 'add',
    default: 'FollowSymLinks',
    support: full,
    example: 'Options +ExecCGI -Indexes',
  }),
  AllowOverride: directive({
    summary: 'What per-folder configuration files may hold.',
    in: ['section'],
    args: raw(
      'Controls what groups of directives can be configured by per-directory config files',
      overrideList,
    ),
    default: 'None',
    support: full,
    example: '<Directory /srv/www>\nAllowOverride AuthConfig\n</Directory>',
  }),
  AllowOverrideList: directive({
    summary: 'Single directives that per-folder configuration files may hold.',
    in: ['section'],
    args: overrideNames,
    default: 'None',
    support: full,
    example: '<Directory /srv/www>\nAllowOverrideList Require Header\n</Directory>',
  }),
  AcceptPathInfo: directive({
    summary: 'Whether a path may go on behind a file.',
    in: fileInfo,
    args: one(
      'Set to on or off for PATH_INFO to be accepted by handlers, or default for the per-handler preference',
      choice(['On', 'Off', 'Default'], 'AcceptPathInfo must be set to on, off or default'),
    ),
    default: 'Default',
    support: full,
    example: 'AcceptPathInfo On',
  }),
  AddDefaultCharset: directive({
    summary: 'The charset that text pages get when they name none.',
    in: fileInfo,
    args: one(
      "The name of the default charset to add to any Content-Type without one or 'Off' to disable",
      text,
    ),
    default: 'Off',
    support: full,
    example: 'AddDefaultCharset UTF-8',
  }),
  FileETag: directive({
    summary: 'What the ETag of a file is made of.',
    in: fileInfo,
    args: raw("Specify components used to construct a file's ETag", etagList),
    default: 'MTime Size',
    support: full,
    example: 'FileETag MTime Size',
  }),
  EnableMMAP: directive({
    summary: 'Whether files are read through the page cache.',
    in: fileInfo,
    args: one('Controls whether memory-mapping may be used to read files', onOff),
    default: 'On',
    support: partial('accepted, no effect: files are streamed'),
    example: 'EnableMMAP Off',
  }),
  EnableSendfile: directive({
    summary: 'Whether the system sends files itself.',
    in: fileInfo,
    args: one('Controls whether sendfile may be used to transmit files', onOff),
    default: 'Off',
    support: partial('accepted, no effect: files are streamed'),
    example: 'EnableSendfile Off',
  }),
  ServerSignature: directive({
    summary: 'A line about the server on error pages.',
    in: all,
    args: one(
      'En-/disable server signature (on|off|email)',
      choice(['On', 'Off', 'EMail'], 'ServerSignature: use one of: off | on | email'),
    ),
    default: 'Off',
    support: full,
    example: 'ServerSignature Off',
  }),
  LimitRequestBody: directive({
    summary: 'Bytes a request body may have; 0 sets no limit.',
    in: all,
    args: one('Limit (in bytes) on maximum size of request message body', bodyLimit),
    default: '1073741824',
    support: full,
    example: 'LimitRequestBody 1048576',
  }),
  CGIPassAuth: directive({
    summary: 'Hands the Authorization header to CGI.',
    in: ['AuthConfig'],
    args: flag('Controls whether HTTP authorization headers, normally hidden, will be passed to scripts'),
    default: 'Off',
    support: full,
    example: 'CGIPassAuth On',
  }),
  ForceType: directive({
    summary: 'The type of every file here; none takes it back.',
    in: fileInfo,
    args: one('a mime type that overrides other configured type', (value) => ({
      value: value.toLowerCase(),
    })),
    support: full,
    example: 'ForceType text/plain',
  }),
  SetHandler: directive({
    summary: 'What answers every request here, such as cgi-script; none takes it back.',
    in: fileInfo,
    args: oneText(
      'a handler name that overrides any other configured handler',
      () => "Can't parse expression : ",
    ),
    support: partial('a handler proxy:URL answers 500, with a warning: ProxyPass names upstreams'),
    example: 'SetHandler cgi-script',
  }),
  DefaultType: directive({
    summary: 'Has no meaning any more.',
    in: fileInfo,
    args: one('the default media type for otherwise untyped files (DEPRECATED)', text),
    support: partial('accepted, no effect, as in httpd'),
    example: 'DefaultType none',
  }),
  QualifyRedirectURL: directive({
    summary: 'Whether REDIRECT_URL is a whole URL.',
    in: fileInfo,
    args: flag('Controls whether the REDIRECT_URL environment variable is fully qualified'),
    default: 'Off',
    support: full,
    example: 'QualifyRedirectURL Off',
  }),
  CGIVar: directive({
    summary: 'How REQUEST_URI is set for CGI.',
    in: fileInfo,
    args: two('Controls how some CGI variables are set', cgiVariable, cgiRule),
    default: 'REQUEST_URI original-uri',
    support: full,
    example: 'CGIVar REQUEST_URI original-uri',
  }),
} as const;
