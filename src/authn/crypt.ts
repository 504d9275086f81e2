import { createRequire } from 'node:module';

type Crypt = (password: string, setting: string) => string | undefined;

/** The names of the system's library: of Debian and its kin, and of Fedora and its kin. */
const files = ['libcrypt.so.1', 'libcrypt.so.2'];
/** Larger than struct crypt_data of any of them. */
const workspace = 256 * 1024;

let loaded: Crypt | undefined;

/** crypt() of the system, which knows bcrypt, yescrypt, SHA-crypt and DES; throws where there is no library. It takes its time. */
export function systemCrypt(): Crypt {
  loaded ??= load();
  return loaded;
}

function load(): Crypt {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default;
  const problems: string[] = [];
  for (const file of files) {
    try {
      const call = koffi.load(file).func('crypt_r', 'str', ['void *', 'void *', 'void *']);
      return (password, setting) => {
        const memory = Buffer.alloc(workspace);
        const result: unknown = call(terminated(password), terminated(setting), memory);
        return typeof result === 'string' ? result : undefined;
      };
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `password hashes need the system's crypt library: install libcrypt1 (Debian, Ubuntu) or libxcrypt-compat (Fedora, RHEL). ${problems.join('; ')}`,
  );
}

const terminated = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');
