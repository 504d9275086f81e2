import type { ArgumentCheck } from './check.js';
import { at, existing } from './judge.js';

/** A file with something in it must be there. */
export const fileWithText: ArgumentCheck = file(0);

/** The same, unless the word names an object of a hardware token. */
export const fileOrToken: ArgumentCheck = (input, words) =>
  words[0]?.startsWith('pkcs11:') ? undefined : fileWithText(input, words);

/** A folder must be there. */
export const folder: ArgumentCheck = folderAt(0);

/** What can only be set for whole servers, with this library. */
export const notPerDirectory: ArgumentCheck = ({ place }) =>
  place === 'section'
    ? { problem: 'Your SSL library does not have support for per-directory CA' }
    : undefined;

/** SSLOpenSSLConfCmd: a command that OpenSSL has for servers, and what it names must be there. */
export const opensslCommand: ArgumentCheck = (input, words) => {
  const [name = ''] = words;
  const kind = commands[name.toLowerCase()];
  if (!Object.hasOwn(commands, name.toLowerCase()))
    return at(input, 0, `'${name}': invalid OpenSSL configuration command`);
  if (kind === 'file') return file(1)(input, words);
  return kind === 'folder' ? folderAt(1)(input, words) : undefined;
};

function file(index: number): ArgumentCheck {
  return existing(index, ['file'], (path, name) => `${name}: file '${path}' does not exist or is empty`);
}

function folderAt(index: number): ArgumentCheck {
  return existing(index, ['folder'], (path, name) => `${name}: directory '${path}' does not exist`);
}

const texts = [
  ...['signaturealgorithms', 'clientsignaturealgorithms', 'curves', 'groups', 'ecdhparameters'],
  ...['cipherstring', 'ciphersuites', 'protocol', 'minprotocol', 'maxprotocol', 'options', 'verifymode'],
  ...['chaincastore', 'verifycastore', 'clientcastore', 'requestcastore', 'recordpadding', 'numtickets'],
];
const files = [
  ...['certificate', 'privatekey', 'serverinfofile', 'chaincafile', 'verifycafile', 'requestcafile'],
  ...['clientcafile', 'dhparameters'],
];
const folders = ['chaincapath', 'verifycapath', 'requestcapath', 'clientcapath'];

const commands: Readonly<Record<string, 'text' | 'file' | 'folder'>> = Object.fromEntries([
  ...texts.map((name) => [name, 'text'] as const),
  ...files.map((name) => [name, 'file'] as const),
  ...folders.map((name) => [name, 'folder'] as const),
]);
