import type { NginxFile } from './nginx.js';

/** What is left to do on the machine, in order. */
export function nginxSteps(files: readonly NginxFile[]): readonly string[] {
  const [nginx] = files;
  if (!nginx) return [];
  const usesModule = nginx.text.includes('auth_gss on;');
  const asks = files.length > 1;
  return [
    ...(usesModule
      ? [
          'build the module for SPNEGO (spnego-http-auth-nginx-module) for your nginx and load it, or run again with --choose nginx-login=kerbgate; the keytab must be readable by the user of nginx',
        ]
      : []),
    ...(asks
      ? [
          'start kerbgate with kerbgate-decisions.conf (for Debian: . /etc/apache2/envvars first); as root it wants User and Group, from the configuration or as lines of that file. It opens the port for questions alone; nobody but nginx may reach it',
        ]
      : []),
    'put kerbgate.conf into /etc/nginx/conf.d, take the default site away, nginx -t',
    'stop httpd, start nginx, and ask with a ticket (curl --negotiate -u : -i URL) and without one',
  ];
}
