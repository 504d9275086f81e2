import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess, untilListening } from './process.js';
import type { Realm } from './realm.js';
import { freePort, giveBack } from './scratch.js';

/** A second KDC of a realm, whose clock is wrong. */
export interface SkewedKdc {
  /** For clients and servers that ask this KDC. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a KDC on the realm's own database with a clock that is wrong by so many seconds (libfaketime). */
export async function startSkewedKdc(realm: Realm, seconds: number): Promise<SkewedKdc> {
  const port = await freePort();
  const profile = join(realm.folder, `kdc-${port}.conf`);
  const own = readFileSync(join(realm.folder, 'kdc.conf'), 'utf8');
  writeFileSync(profile, own.replace(`127.0.0.1:${realm.port}`, `127.0.0.1:${port}`));
  const kdc = startProcess('/usr/sbin/krb5kdc', ['-n', '-r', realm.name], {
    ...realm.clientEnvironment,
    KRB5_KDC_PROFILE: profile,
    LD_PRELOAD: clockLibrary(),
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
  const stop = async (): Promise<void> => {
    await kdc.stop();
    giveBack(port);
  };
  await untilListening(kdc, port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { environment: { KRB5_CONFIG: realm.configurationFor(port) }, stop };
}

/** Where Debian's libfaketime puts it, on any architecture. */
function clockLibrary(): string {
  const places = readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`);
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error('libfaketime is not installed: test/kit/setup.sh brings it');
  return found;
}
