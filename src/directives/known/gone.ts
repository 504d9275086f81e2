const requireDecides = 'it is gone: Require lines say by themselves who is let in';
const oneCache = 'mod_mem_cache is gone; CacheSocache of mod_cache_socache keeps answers in memory';

/** Directives that older versions of httpd had and 2.4 does not know, and what stands in for them. */
const successors: readonly (readonly [string, readonly string[]])[] = [
  ['write Mutex, such as Mutex fcntl:/run/lock mpm-accept', ['AcceptMutex', 'LockFile']],
  ['write Mutex, such as Mutex fcntl:/run/lock ssl-cache', ['SSLMutex']],
  ['write Mutex, such as Mutex fcntl:/run/lock rewrite-map', ['RewriteLock']],
  ['write LogLevel rewrite:trace3: its messages go to the ErrorLog', ['RewriteLog', 'RewriteLogLevel']],
  [requireDecides, ['AuthzLDAPAuthoritative', 'AuthzDBMAuthoritative', 'AuthzDefaultAuthoritative']],
  [requireDecides, ['AuthzGroupFileAuthoritative', 'AuthzOwnerAuthoritative', 'AuthzUserAuthoritative']],
  ['write AuthBasicAuthoritative', ['AuthAuthoritative']],
  [
    'it is gone: AuthBasicProvider names the providers in turn',
    ['AuthDBMAuthoritative', 'AuthDBAuthoritative'],
  ],
  ['write AuthDBMUserFile', ['AuthDBUserFile']],
  ['write AuthDBMGroupFile', ['AuthDBGroupFile']],
  ['write AuthDigestProvider file and AuthUserFile', ['AuthDigestFile']],
  ['write AuthGroupFile', ['AuthDigestGroupFile']],
  ['write AuthBasicProvider ldap', ['AuthLDAPEnabled']],
  ['write AuthLDAPBindAuthoritative', ['AuthLDAPAuthoritative']],
  ['it is gone', ['AuthLDAPFrontPageHack', 'CacheForceCompletion', 'BS2000Account']],
  ['write ThreadsPerChild', ['MaxThreadsPerChild']],
  ['write StartServers', ['StartThreads']],
  ['it exists on Windows only', ['ScriptInterpreterSource']],
  ['write AcceptFilter http none', ['Win32DisableAcceptEx']],
  ['it is gone: httpd always serves by itself', ['ServerType']],
  ['write Listen with the address', ['BindAddress']],
  ['it is gone: LoadModule is enough', ['AddModule', 'ClearModuleList']],
  ['write Include', ['ResourceConfig', 'AccessConfig']],
  ['write CustomLog with %{User-agent}i', ['AgentLog']],
  ['write CustomLog with %{Referer}i and env=', ['RefererLog', 'RefererIgnore']],
  ['write CustomLog with %{cookie}n', ['CookieLog']],
  ['write CacheRoot, or CacheSocache', ['CacheSize', 'CacheGcInterval', 'CacheGcDaily', 'CacheGcMemUsage']],
  [oneCache, ['MCacheSize', 'MCacheMaxObjectCount', 'MCacheMaxObjectSize', 'MCacheMinObjectSize']],
  [oneCache, ['MCacheRemovalAlgorithm', 'MCacheMaxStreamingBuffer']],
];

const byName = new Map(
  successors.flatMap(([what, names]) => names.map((name) => [name.toLowerCase(), what] as const)),
);

/** What to write in place of a directive that older versions of httpd had; undefined when it never was one. */
export const successorOf = (name: string): string | undefined => byName.get(name.toLowerCase());
