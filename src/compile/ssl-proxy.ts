import type { Section } from '../ruleset/ruleset.js';
import type { SslProxy } from '../ruleset/ssl-proxy.js';
import type { To } from './lowering.js';
import { protocolsOf, verificationOf } from './ssl-words.js';

type Here = To<'mod_ssl'>;
type Words = readonly string[];
type Lower = (words: Words, to: Here) => void;

/** TLS to upstreams: for a server, or for the Proxy section around. */
export const sslProxyLowerings = {
  SSLProxyEngine: flag('engine'),
  SSLProxyProtocol: setting((words) => ({ protocols: protocolsOf(words) })),
  SSLProxyCipherSuite: setting((words) => {
    const [protocol, suite] = words.length > 1 ? words : ['SSL', words[0]];
    return protocol === 'TLSv1.3' ? { cipherSuites: suite! } : { cipherSuite: `${suite}:!aNULL:!eNULL:!EXP` };
  }),
  SSLProxyVerify: setting(([word]) => ({ verify: verificationOf(word!) })),
  SSLProxyVerifyDepth: setting(([word]) => ({ verifyDepth: Number.parseInt(word!, 10) || 0 })),
  SSLProxyCACertificateFile: path('caFile'),
  SSLProxyCACertificatePath: path('caPath'),
  SSLProxyCARevocationFile: path('crlFile'),
  SSLProxyCARevocationPath: path('crlPath'),
  SSLProxyCARevocationCheck: revocationCheck,
  SSLProxyMachineCertificateFile: path('machineFile'),
  SSLProxyMachineCertificatePath: path('machinePath'),
  SSLProxyMachineCertificateChainFile: path('machineChainFile'),
  SSLProxyCheckPeerExpire: flag('checkExpiry'),
  SSLProxyCheckPeerCN: flag('checkCommonName'),
  SSLProxyCheckPeerName: flag('checkName'),
};

function setting(read: (words: Words, to: Here) => SslProxy): Lower {
  return (words, to) => {
    if (to.place.kind !== 'server' && to.place.kind !== 'proxy') {
      to.unserved(
        'TLS to upstreams is set for servers and for <Proxy> sections as a whole only',
        'write the line into the <Proxy> section itself',
      );
      return;
    }
    const place = to.place.kind === 'server' ? to.server.mod_ssl : to.settings;
    place.proxy = { ...place.proxy, ...read(words, to) };
  };
}

function flag(name: 'engine' | 'checkExpiry' | 'checkCommonName' | 'checkName'): Lower {
  return setting(([word]) => ({ [name]: word!.toLowerCase() === 'on' }));
}

function path(
  name: 'caFile' | 'caPath' | 'crlFile' | 'crlPath' | 'machineFile' | 'machinePath' | 'machineChainFile',
): Lower {
  return setting(([word], to) => ({ [name]: to.path(word!) }));
}

function revocationCheck(words: Words, to: Here): void {
  if (words.length > 1)
    to.unserved(
      'no_crl_for_cert_ok is not served',
      'leave it out: a certificate without a list does not count then',
    );
  setting(([word]) => ({ crlCheck: word!.toLowerCase() as 'none' | 'leaf' | 'chain' }))(words, to);
}

/**
 * A Proxy section that says anything of mod_ssl has settings of its own for TLS to upstreams: those of the server and not those of Proxy
 * sections before it hold where it says nothing (`ssl_proxy_section_post_config`).
 */
export function withOwnTls(section: Section): Section {
  const { mod_ssl: ssl } = section.settings;
  if (!ssl || ssl.proxy) return section;
  return { ...section, settings: { ...section.settings, mod_ssl: { ...ssl, proxy: {} } } };
}
