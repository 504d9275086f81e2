import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, startProcess, untilListening } from './process.js';
import { freePort } from './scratch.js';

/** An LDAP directory where a KDC keeps its principals: unlike a file it can hold who may delegate to whom. */
export interface KdcDirectory {
  /** Lines for kdc.conf. */
  readonly module: string;
  /** What kdb5_ldap_util needs before its command. */
  readonly administrator: readonly string[];
  /** Keeps the KDC's password for the directory where kdc.conf says; needs kdc.conf. */
  stashPassword(environment: Readonly<Record<string, string>>): void;
  /** Lets a service act for users with other services: krbAllowedToDelegateTo. */
  allowDelegation(realm: string, service: string, targets: readonly string[]): void;
  stop(): Promise<void>;
}

const container = 'cn=kerberos,dc=kdc';
const root = 'cn=root,dc=kdc';
const password = 'root-pw';

/** Attributes that krb5's LDAP module uses, by what they hold. Those before the colon have one value. */
const attributes = {
  text: `krbCanonicalName krbPrincNamingAttr krbPwdAllowedKeysalts : krbPrincipalName krbPrincipalAliases krbAllowedToDelegateTo
    krbPrincipalAuthInd krbLdapServers krbHostServer krbDefaultEncSaltTypes krbSupportedEncSaltTypes`,
  number: `krbPrincipalType krbTicketFlags krbMaxTicketLife krbMaxRenewableAge krbSearchScope krbMaxPwdLife krbMinPwdLife
    krbPwdMinDiffChars krbPwdMinLength krbPwdHistoryLength krbPwdMaxFailure krbPwdFailureCountInterval krbPwdLockoutDuration
    krbPwdAttributes krbPwdMaxLife krbPwdMaxRenewableLife krbLoginFailedCount :`,
  time: `krbPrincipalExpiration krbPasswordExpiration krbLastPwdChange krbLastAdminUnlock krbLastSuccessfulAuth krbLastFailedAuth :`,
  truth: `krbUPEnabled :`,
  octets: `: krbPrincipalKey krbPwdHistory krbMKey krbExtraData`,
  name: `krbPwdPolicyReference krbTicketPolicyReference : krbRealmReferences krbKdcServers krbPwdServers krbAdmServers
    krbPrincipalReferences krbSubTrees krbObjectReferences krbPrincContainerRef`,
} as const;

const syntaxes: Readonly<Record<keyof typeof attributes, readonly [number: number, match: string]>> = {
  // krb5's own schema has ASCII here, which would keep other names out.
  text: [15, 'EQUALITY caseExactMatch SUBSTR caseExactSubstringsMatch'],
  number: [27, 'EQUALITY integerMatch'],
  time: [24, 'EQUALITY generalizedTimeMatch'],
  truth: [7, ''],
  octets: [40, 'EQUALITY octetStringMatch'],
  name: [12, 'EQUALITY distinguishedNameMatch'],
};

/** The module asks for these classes by name; in this directory every one of them may have every attribute. */
const classes: Readonly<Record<string, string>> = {
  krbContainer: 'STRUCTURAL MUST cn',
  krbRealmContainer: 'STRUCTURAL MUST cn',
  krbPrincipalAux: 'AUXILIARY',
  krbPrincipal: 'STRUCTURAL MUST krbPrincipalName',
  krbPrincRefAux: 'AUXILIARY',
  krbPwdPolicy: 'STRUCTURAL MUST cn',
  krbTicketPolicyAux: 'AUXILIARY',
  krbTicketPolicy: 'STRUCTURAL MUST cn',
};

/** Numbers below the arc that RFC 5612 keeps for examples. */
const arc = '1.3.6.1.4.1.32473.1';

function schema(): string {
  const lines: string[] = [];
  const names: string[] = [];
  for (const [kind, text] of Object.entries(attributes)) {
    const [syntax, match] = syntaxes[kind as keyof typeof attributes];
    text.split(':').forEach((list, many) => {
      for (const name of list.split(/\s+/).filter(Boolean)) {
        const type = `SYNTAX 1.3.6.1.4.1.1466.115.121.1.${syntax}${many ? '' : ' SINGLE-VALUE'}`;
        lines.push(`attributetype ( ${arc}.1.${names.push(name)} NAME '${name}' ${match} ${type} )`);
      }
    });
  }
  Object.entries(classes).forEach(([name, form], index) => {
    lines.push(
      `objectclass ( ${arc}.2.${index} NAME '${name}' SUP top ${form} MAY ( ${names.join(' $ ')} ) )`,
    );
  });
  return lines.join('\n');
}

function configuration(folder: string): string {
  return `include /etc/ldap/schema/core.schema
${schema()}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
loglevel none
database mdb
suffix dc=kdc
rootdn ${root}
rootpw ${password}
directory ${folder}/data
maxsize 10485760
dbnosync
index objectClass,krbPrincipalName eq
`;
}

const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };

/** Starts an empty directory with its files in a folder of the realm. */
export async function startKdcDirectory(realmFolder: string): Promise<KdcDirectory> {
  const folder = join(realmFolder, 'directory');
  mkdirSync(join(folder, 'data'), { recursive: true });
  const file = join(folder, 'slapd.conf');
  writeFileSync(file, configuration(folder));
  const top = 'dn: dc=kdc\nobjectClass: dcObject\nobjectClass: organization\ndc: kdc\no: kdc\n';
  runProgram('/usr/sbin/slapadd', ['-q', '-f', file, '-b', 'dc=kdc'], environment, top);
  const port = await freePort();
  const url = `ldap://127.0.0.1:${port}`;
  const slapd = startProcess('/usr/sbin/slapd', ['-d', '0', '-f', file, '-h', `${url}/`], environment);
  await untilListening(slapd, port).catch(async (error: unknown) => {
    await slapd.stop();
    throw error;
  });
  const stash = join(folder, 'service.password');
  return {
    module: `    db_library = kldap
    ldap_kerberos_container_dn = ${container}
    ldap_kdc_dn = ${root}
    ldap_kadmind_dn = ${root}
    ldap_service_password_file = ${stash}
    ldap_servers = ${url}
`,
    administrator: ['-D', root, '-w', password, '-H', url],
    stashPassword: (own) =>
      void runProgram('/usr/sbin/kdb5_ldap_util', ['stashsrvpw', '-f', stash, root], own, twice),
    allowDelegation: (realm, service, targets) => {
      const place = `krbPrincipalName=${service}@${realm},cn=${realm},${container}`;
      const values = targets.map((target) => `krbAllowedToDelegateTo: ${target}@${realm}\n`).join('');
      const change = `dn: ${place}\nchangetype: modify\nreplace: krbAllowedToDelegateTo\n${values}`;
      const words = ['-x', '-D', root, '-w', password, '-H', url];
      runProgram('/usr/bin/ldapmodify', words, environment, change);
    },
    stop: () => slapd.stop(),
  };
}

const twice = `${password}\n${password}\n`;
