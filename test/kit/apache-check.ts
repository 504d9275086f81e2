import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `apache2 -t` says of a text: all it writes, the text's file named `FILE`. */
export type ApacheCheck = (text: string) => Promise<string>;

const atOnce = 2;

/** Asks the installed Apache with some LoadModule lines about texts, a few at a time; the folder is gone afterwards. */
export async function withApache<T>(
  loadModules: readonly string[],
  use: (check: ApacheCheck) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kerbgate-check-'));
  mkdirSync(join(folder, 'logs'));
  try {
    return await use(limited(atOnce, checkIn(folder, loadModules)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkIn(folder: string, loadModules: readonly string[]): ApacheCheck {
  let number = 0;
  return (text) => {
    number += 1;
    const [main, tested] = [join(folder, `main-${number}.conf`), join(folder, `tested-${number}.conf`)];
    writeFileSync(tested, `${text}\n`, 'latin1');
    const lines = [
      `ServerRoot ${folder}`,
      'ServerName localhost',
      'ErrorLog error.log',
      ...loadModules,
      `Include ${tested}`,
    ];
    writeFileSync(main, lines.map((line) => `${line}\n`).join(''));
    return new Promise((resolve, reject) => {
      // Modules write files named by what they cannot read into the folder that httpd stands in.
      const options = { encoding: 'latin1', cwd: folder } as const;
      execFile('apache2', ['-t', '-f', main], options, (_failed, _stdout, stderr) => {
        for (const path of [main, tested]) rmSync(path);
        if (/main-\d+\.conf: Cannot load/.test(stderr)) reject(new Error(stderr));
        else resolve(stderr.replaceAll(tested, 'FILE'));
      });
    });
  };
}

function limited(most: number, check: ApacheCheck): ApacheCheck {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (text) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await check(text);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
