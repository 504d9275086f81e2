/** How a password is compared with what a file holds for it (apr_password_validate). */
export type HashKind = 'bcrypt' | 'apr1' | 'sha' | 'crypt';

/** The kind by its first letters; whatever is no other is for crypt(), text as it is among it, which then fits nothing. */
export function hashKind(hash: string): HashKind {
  if (/^\$2[ay]\$/.test(hash)) return 'bcrypt';
  if (hash.startsWith('$apr1$')) return 'apr1';
  return hash.startsWith('{SHA}') ? 'sha' : 'crypt';
}

/** What decides how long a check takes: hashes of one class take equally long. */
export function costClass(hash: string): string {
  return (
    /^(?:\$2[abxy]\$\d\d\$|\$[56]\$rounds=\d+\$|\$(?:y|gy|7|sha1)\$[^$]*\$|\$\w+\$|\{SHA\})/.exec(
      hash,
    )?.[0] ?? ''
  );
}
