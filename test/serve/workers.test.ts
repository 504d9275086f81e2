import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { kerbgate } from '../cli/run.js';
import { type Running, startProcess, untilListening } from '../kit/process.js';
import { compiled, projectFolder } from '../kit/project.js';
import { untilText } from '../kit/wait.js';
import { childrenOf, isAlive, isRoot, makeStage, type Stage, until } from './processes.js';

let stage: Stage;

beforeEach(async () => {
  stage = await makeStage();
});
afterEach(() => stage.close());

const pidFile = (): string => join(stage.folder, 'httpd.pid');

function program(name: string, script: string): void {
  const file = join(stage.folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const ended = (running: Running): Promise<void> =>
  until('the server ends', () => running.ended() !== undefined);

describe('workers', () => {
  test('one that is killed is replaced, and requests go on', async () => {
    const server = await stage.start(['serve', stage.configure(''), '--workers', '2']);
    const before = childrenOf(server.pid);
    expect(before).toHaveLength(2);
    process.kill(before[0]!, 'SIGKILL');
    await until('it is gone', () => !isAlive(before[0]!));
    for (let count = 0; count < 20; count++) expect(await stage.get('/index.html')).toBe(200);
    await until('two workers again', () => {
      const now = childrenOf(server.pid);
      return now.length === 2 && !now.includes(before[0]!);
    });
    expect(await stage.get('/index.html')).toBe(200);
    await stage.untilLog(`worker ${before[0]} ended with SIGKILL; it is replaced`);
  });

  (isRoot ? test : test.skip)('have given up all rights of root', async () => {
    const server = await stage.start(['serve', stage.configure(''), '--workers', '2']);
    const passwd = readFileSync('/etc/passwd', 'utf8');
    const [, , uid, gid] = /^www-data:.*$/m.exec(passwd)![0].split(':');
    for (const worker of childrenOf(server.pid)) {
      const status = readFileSync(`/proc/${worker}/status`, 'latin1');
      expect(/^Uid:\s+(.*)$/m.exec(status)?.[1]?.split('\t')).toEqual([uid, uid, uid, uid]);
      expect(/^Gid:\s+(.*)$/m.exec(status)?.[1]?.split('\t')).toEqual([gid, gid, gid, gid]);
      expect(/^Groups:\s+(.*)$/m.exec(status)?.[1]?.trim().split(' ')).not.toContain('0');
      expect(/^CapEff:\s+(.*)$/m.exec(status)?.[1]).toMatch(/^0+$/);
    }
  });

  test('log into a folder that only root may enter', async () => {
    const closed = join(stage.folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const text = `ErrorLog ${closed}/error.log\n<Location /x>\nRequire all denied\n</Location>`;
    const file = stage.configure(text);
    const server = startProcess(process.execPath, [join(projectFolder, 'bin', 'kerbgate'), 'serve', file], {
      PATH: process.env.PATH ?? '',
    });
    try {
      await untilListening(server, stage.port);
      expect(await stage.get('/x')).toBe(403);
      const log = (): string => readFileSync(join(closed, 'error.log'), 'latin1');
      await untilText(log, 'AH01630: client denied by server configuration');
    } finally {
      await server.stop();
    }
  });

  test('end when the primary is killed', async () => {
    const server = await stage.start(['serve', stage.configure(''), '--workers', '2']);
    const workers = childrenOf(server.pid);
    process.kill(server.pid, 'SIGKILL');
    await until('all workers have ended', () => !workers.some(isAlive));
  });

  /** A worker program that ends at once as soon as there is a file `crash`. */
  function fragileWorker(): string {
    const file = join(stage.folder, 'worker.mjs');
    const real = JSON.stringify(compiled('src/serve/worker.js'));
    writeFileSync(
      file,
      `import { existsSync } from 'node:fs';\nif (existsSync(${JSON.stringify(join(stage.folder, 'crash'))})) process.exit(7);\nawait import(${real});\n`,
    );
    return file;
  }

  function startPool(): Running {
    const args = [compiled('test/serve/pool-process.js'), stage.configure(''), fragileWorker()];
    return startProcess(process.execPath, args, { PATH: process.env.PATH ?? '' });
  }

  test('that never come up stop the server with a reason', async () => {
    writeFileSync(join(stage.folder, 'crash'), '');
    const server = startPool();
    await ended(server);
    expect(server.ended()).toMatch(/exit code 1/);
    expect(server.output()).toMatch(
      /worker \d+ ended with exit code 7 before it could serve, and so did the 4 workers/,
    );
    expect(server.output()).not.toContain('listening');
  });

  test('that do not come up any more stop the server too', async () => {
    const server = startPool();
    try {
      await until('it listens', () => server.output().includes('listening'));
      writeFileSync(join(stage.folder, 'crash'), '');
      for (const worker of childrenOf(server.pid)) process.kill(worker, 'SIGKILL');
      await ended(server);
      expect(server.ended()).toMatch(/exit code 1/);
      expect(server.output()).toContain('giving up');
    } finally {
      await server.stop();
    }
  });
});

describe('stopping', () => {
  test('TERM ends all processes, programs too, and removes the pid file', async () => {
    program('hang', `echo $$ > ${stage.folder}/htdocs/program.pid; exec sleep 600`);
    const file = stage.configure(`ScriptAlias /hang ${stage.folder}/hang`);
    if (isRoot) chmodSync(join(stage.folder, 'htdocs'), 0o777);
    const server = await stage.start(['serve', file, '--workers', '2']);
    const workers = childrenOf(server.pid);
    expect(readFileSync(pidFile(), 'latin1')).toBe(`${server.pid}\n`);
    const answer = stage.get('/hang').catch(() => 0);
    const program_ = join(stage.folder, 'htdocs', 'program.pid');
    await until('the program runs', () => existsSync(program_) && readFileSync(program_, 'latin1') !== '');
    process.kill(server.pid, 'SIGTERM');
    await ended(server);
    expect(server.ended()).toMatch(/exit code 0/);
    expect(await answer).toBe(0);
    await until(
      'nothing is left',
      () => ![...workers, Number(readFileSync(program_, 'latin1'))].some(isAlive),
    );
    expect(existsSync(pidFile())).toBe(false);
  });

  test('WINCH lets requests finish and takes no new ones', async () => {
    const go = join(stage.folder, 'htdocs', 'go');
    program(
      'slow',
      `touch ${go}.begun; while [ ! -e ${go} ]; do sleep 0.05; done; printf 'Content-Type: text/plain\\n\\nok'`,
    );
    chmodSync(join(stage.folder, 'htdocs'), 0o777);
    const server = await stage.start(['serve', stage.configure(`ScriptAlias /slow ${stage.folder}/slow`)]);
    const answer = stage.get('/slow');
    await until('the program runs', () => existsSync(`${go}.begun`));
    process.kill(server.pid, 'SIGWINCH');
    await until('nothing listens', () =>
      stage.get('/').then(
        () => false,
        () => true,
      ),
    );
    expect(server.ended()).toBeUndefined();
    writeFileSync(go, '');
    expect(await answer).toBe(200);
    await ended(server);
    expect(server.ended()).toMatch(/exit code 0/);
  });
});

describe('restarting', () => {
  test.each(['SIGUSR1', 'SIGHUP'] as const)(
    '%s with a broken file keeps the server as it is',
    async (signal) => {
      const server = await stage.start(['serve', stage.configure('Alias /old /nonexistent')]);
      const workers = childrenOf(server.pid);
      stage.configure('Foo bar');
      process.kill(server.pid, signal);
      await stage.untilLog('goes on with the one it has');
      await stage.untilLog("Invalid command 'Foo'");
      expect(await stage.get('/index.html')).toBe(200);
      expect(childrenOf(server.pid)).toEqual(workers);
    },
  );

  test('USR1 takes a new configuration over without losing a request', async () => {
    const server = await stage.start(['serve', stage.configure('')]);
    const workers = childrenOf(server.pid);
    stage.configure('Redirect 410 /gone');
    process.kill(server.pid, 'SIGUSR1');
    let failures = 0;
    await until('the old workers have ended', async () => {
      if ((await stage.get('/index.html').catch(() => 0)) !== 200) failures++;
      return !workers.some(isAlive);
    });
    expect(failures).toBe(0);
    expect(await stage.get('/gone')).toBe(410);
  });

  test('a configuration whose port is taken leaves the old one in place', async () => {
    const server = await stage.start(['serve', stage.configure('')]);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    stage.configure(`Listen 127.0.0.1:${port}`);
    process.kill(server.pid, 'SIGUSR1');
    await stage.untilLog('goes on with the one it has');
    await stage.untilLog(`could not bind to address 127.0.0.1:${port}`);
    expect(await stage.get('/index.html')).toBe(200);
    other.close();
  });
});

describe('what keeps the server from starting is told', () => {
  test('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(stage.port, '127.0.0.1', resolve));
    const { code, error } = kerbgate(['httpd', '-DFOREGROUND', '-f', stage.configure('')]);
    other.close();
    expect(code).toBe(1);
    expect(error).toBe(
      `(98)Address already in use: AH00072: make_sock: could not bind to address 127.0.0.1:${stage.port}\n` +
        'no listening sockets available, shutting down\nAH00015: Unable to open logs\n',
    );
    expect(existsSync(pidFile())).toBe(false);
  });

  test('a session key that cannot be read', () => {
    const file = stage.configure(
      `<Location /x>\nAuthType GSSAPI\nGssapiUseSessions On\nGssapiSessionKey file:${stage.folder}\nRequire valid-user\n</Location>`,
    );
    const { code, error } = kerbgate(['serve', file]);
    expect(code).toBe(1);
    expect(error).toContain(`Failed to open key file ${stage.folder}`);
  });

  test('a missing list of media types', () => {
    const { code, error } = kerbgate(['serve', stage.configure('TypesConfig /nonexistent/mime.types')]);
    expect(code).toBe(1);
    expect(error).toContain('could not open mime types config file /nonexistent/mime.types');
  });

  test('an error log of the system', () => {
    const { code, error } = kerbgate(['serve', stage.configure('ErrorLog syslog:local1')]);
    expect(code).toBe(1);
    expect(error).toContain('is not served');
  });

  (isRoot ? test : test.skip)('root without a User', () => {
    const file = stage.configure('');
    writeFileSync(file, readFileSync(file, 'latin1').replace(/^(?:User|Group).*$/gm, ''));
    const { code, error } = kerbgate(['serve', file]);
    expect(code).toBe(1);
    expect(error).toContain('User www-data');
  });

  test('a missing keytab only warns', async () => {
    const file = stage.configure(
      '<Location /x>\nAuthType GSSAPI\nGssapiCredStore keytab:/nonexistent/x.keytab\nRequire valid-user\n</Location>',
    );
    await stage.start(['serve', file]);
    await stage.untilLog('the keytab /nonexistent/x.keytab cannot be read');
    expect(await stage.get('/x')).toBe(401);
    expect(await stage.get('/index.html')).toBe(200);
  });
});
