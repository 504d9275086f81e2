import type { ServerSsl } from '../ruleset/mod_ssl.js';

/** What a virtual host says of TLS over what the main server says (`ssl_config_server_merge`). */
export function mergeServerSsl(base: ServerSsl, add: ServerSsl): ServerSsl {
  return {
    ...base,
    ...add,
    certificateFiles: mergeFiles(base.certificateFiles, add.certificateFiles),
    keyFiles: mergeFiles(base.keyFiles, add.keyFiles),
    ...((base.proxy || add.proxy) && { proxy: { ...base.proxy, ...add.proxy } }),
  };
}

/** The first files of a host take the places of the server's, the others stand behind. */
function mergeFiles(base: readonly string[], add: readonly string[]): readonly string[] {
  const replacing = add.slice(0, placesReplaced);
  return [...replacing, ...base.slice(replacing.length), ...add.slice(placesReplaced)];
}

/** As many kinds of keys as OpenSSL had once: RSA, DSA and ECDSA. */
const placesReplaced = 3;
