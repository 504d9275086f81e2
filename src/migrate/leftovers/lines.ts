import { type Line, rawOf, valuesOf } from '../../lint/line.js';
import { insertAfter } from '../../syntax/edit-insert.js';
import { changing, gone, itemOf, type Leftover, lookAt, replaced } from './leftover.js';

/** Another name for the same. */
export const renamed =
  (name: string): Leftover =>
  (line) =>
    line.at.name.toLowerCase() === name.toLowerCase()
      ? undefined
      : replaced(
          line,
          'renamed',
          [`${name} ${rawOf(line)}`],
          'httpd 2.4 has another name for it and still takes the old one.',
        );

export const goneLine =
  (mapping: string, message: string): Leftover =>
  (line) =>
    gone(line, mapping, message);

export const lookAtLine =
  (mapping: string, message: string, isMeant: (line: Line) => boolean = () => true): Leftover =>
  (line) =>
    isMeant(line) ? lookAt(line, mapping, message) : undefined;

/** RewriteLogLevel is a level of the error log for mod_rewrite. */
export const rewriteLogLevel: Leftover = (line) => {
  const level = Math.min(8, Number(valuesOf(line)[0]));
  if (!(level >= 1)) return gone(line, 'rewrite-log', 'mod_rewrite logs nothing unless LogLevel says so.');
  const message =
    'What mod_rewrite does goes to the error log. A later LogLevel line without a module takes it back.';
  return replaced(line, 'rewrite-log', [`LogLevel rewrite:trace${level}`], message);
};

/** What `All` stands for. */
const allOptions = ['Indexes', 'Includes', 'FollowSymLinks', 'ExecCGI'];

/** Words with and without sign in one line, which 2.4 refuses: those that were in force in the end. */
export const optionsLine: Leftover = (line) => {
  const words = valuesOf(line);
  const isSigned = (word: string): boolean => /^[+-]/.test(word);
  const signed = words.filter(isSigned);
  if (signed.length === 0 || signed.length === words.length) return undefined;
  // All and None may be followed by words with signs.
  if (/^(?:all|none)$/i.test(words[0]!) && signed.length === words.length - 1) return undefined;
  // The first word without sign starts anew; what a sign takes away is not given back, so that nothing more is allowed.
  const removed = new Set(
    words.filter((word) => word.startsWith('-')).flatMap((word) => removedBy(word.slice(1).toLowerCase())),
  );
  const counting = words.slice(words.findIndex((word) => !isSigned(word)));
  const kept = counting.filter((word) => !word.startsWith('-')).map((word) => word.replace(/^\+/, ''));
  const named = removed.size === 0 ? kept : kept.flatMap((word) => (isAll(word) ? allOptions : [word]));
  const left = named.filter((word) => !removed.has(word.toLowerCase()) && word.toLowerCase() !== 'none');
  const text = `Options ${left.length > 0 ? left.join(' ') : 'None'}`;
  return changing(
    replaced(
      line,
      'options-mixed',
      [text],
      'httpd 2.4 refuses words with and without sign in one line; these were in force.',
    ),
  );
};

const isAll = (word: string): boolean => word.toLowerCase() === 'all';

/** Includes and IncludesNOEXEC go together. */
function removedBy(word: string): readonly string[] {
  if (isAll(word)) return allOptions.concat('IncludesNOEXEC').map((option) => option.toLowerCase());
  return word.startsWith('includes') ? ['includes', 'includesnoexec'] : [word];
}

/** 2.4 wants On or Off; 2.2 took all but Off and 0 for On. */
export const keepAlive: Leftover = (line) => {
  const word = valuesOf(line)[0]?.toLowerCase();
  if (word === undefined || word === 'on' || word === 'off') return undefined;
  return replaced(
    line,
    'keepalive',
    [`KeepAlive ${word === '0' ? 'Off' : 'On'}`],
    'httpd 2.4 takes On and Off only.',
  );
};

/** Without SSLCARevocationCheck 2.4 reads the lists of revoked certificates and asks none of them. */
export const revocation: Leftover = (line, site) => {
  const isSaid = (other: Line): boolean => other.around.every((outer) => line.around.includes(outer));
  if (site.named('SSLCARevocationCheck').some(isSaid)) return undefined;
  // The file and the path of one server need it once.
  const [first] = line.siblings.filter(({ name }) => /^SSLCARevocation(?:File|Path)$/.test(name));
  if (first !== line) return undefined;
  const text = 'SSLCARevocationCheck chain';
  const { edits } = insertAfter(line.at, [itemOf(text)]);
  const message =
    'httpd 2.2 refused revoked certificates wherever a list was given; 2.4 does so only where this line says it.';
  return (
    edits && {
      at: line,
      edits,
      entry: {
        kind: 'added',
        mapping: 'revocation-check',
        after: [text],
        message,
        mayChange: ['granted', 'status'],
      },
    }
  );
};

/** SSLv2 is gone; without it nothing is lost but that. */
export const sslProtocol: Leftover = (line) => {
  const words = valuesOf(line);
  const left = words.filter((word) => !/^\+?SSLv2$/i.test(word));
  if (left.length === words.length) return undefined;
  if (left.length === 0) return gone(line, 'sslv2', 'httpd 2.4 has no SSLv2.');
  return replaced(line, 'sslv2', [`SSLProtocol ${left.join(' ')}`], 'httpd 2.4 has no SSLv2.');
};

export const sessionCache: Leftover = (line) => {
  const [value = ''] = valuesOf(line);
  const cache = /^shm(?:ht)?:(.*)$/i.exec(value)?.[1];
  if (cache === undefined) return undefined;
  return replaced(
    line,
    'ssl-session-cache',
    [`SSLSessionCache shmcb:${cache}`],
    'httpd 2.4 has this cache under one name only; it needs mod_socache_shmcb.',
  );
};

/** 2.2 gave piped commands to a shell, 2.4 does so with `|$`. */
export const pipedLog: Leftover = (line) => {
  const [word] = line.at.args.words;
  if (!word || !/^\|[^|$]/.test(word.value) || !/[;&|<>*?$`(){}~]/.test(word.value.slice(1)))
    return undefined;
  const { start } = word.span;
  const at = start + (word.quote === '' ? 1 : 2);
  const span = { ...word.span, start: at, end: at };
  const message = 'httpd 2.4 starts piped commands without a shell; "|$" asks for one.';
  const text = rawOf(line).replace('|', '|$');
  return {
    at: line,
    edits: [{ span, text: '$' }],
    entry: { kind: 'rewritten', mapping: 'piped-log', after: [`${line.at.name} ${text}`], message },
  };
};

/** mod_authz_dbm has a provider of its own. */
export const dbmGroup: Leftover = (line) => {
  const [first = '', ...groups] = valuesOf(line);
  const isDbm = line.siblings.some(({ name }) => name === 'AuthDBMGroupFile');
  if (!isDbm || first.toLowerCase() !== 'group') return undefined;
  return changing(
    replaced(
      line,
      'dbm-group',
      [`Require dbm-group ${groups.join(' ')}`],
      'Groups of AuthDBMGroupFile have a name of their own in httpd 2.4.',
    ),
  );
};

/** DebugLevel of filters; 2.4 refuses it. */
export const debugLevel: Leftover = (line) => {
  const words = valuesOf(line);
  const left = words.filter((word) => !/^DebugLevel=/i.test(word));
  if (left.length === words.length) return undefined;
  const message = 'What the module does goes to the error log, as LogLevel says for it.';
  if (left.length === 0) return gone(line, 'debug-level', message);
  return replaced(line, 'debug-level', [`${line.at.name} ${left.join(' ')}`], message);
};
