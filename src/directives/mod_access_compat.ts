import { accessOperand, from } from './access-words.js';
import { choice, iterateSecond, one } from './args.js';
import { apacheModule, directive, full } from './define.js';

/** mod_access_compat: access control as in Apache 2.2. */
export const modAccessCompat = apacheModule({
  name: 'mod_access_compat',
  identifier: 'access_compat_module',
  sections: 'replace',
  directives: {
    Order: directive({
      summary: 'Whether Allow or Deny is looked at last, and what holds where neither matches.',
      in: ['Limit'],
      args: one(
        "'allow,deny', 'deny,allow', or 'mutual-failure'",
        choice(['allow,deny', 'deny,allow', 'mutual-failure'], 'unknown order'),
      ),
      registered: 'order',
      default: 'deny,allow',
      support: full,
      example: 'Order allow,deny',
    }),
    Allow: directive({
      summary: 'Who may come in: all, addresses, host names or a variable.',
      in: ['Limit'],
      args: iterateSecond("'from' followed by hostnames or IP-address wildcards", from, accessOperand),
      registered: 'allow',
      repeat: 'add',
      support: full,
      example: 'Allow from 192.0.2.0/24',
    }),
    Deny: directive({
      summary: 'Who may not come in: all, addresses, host names or a variable.',
      in: ['Limit'],
      args: iterateSecond("'from' followed by hostnames or IP-address wildcards", from, accessOperand),
      registered: 'deny',
      repeat: 'add',
      support: full,
      example: 'Deny from all',
    }),
    Satisfy: directive({
      summary: 'Whether one of host access and login is enough.',
      in: ['AuthConfig'],
      args: one(
        "access policy if both allow and require used ('all' or 'any')",
        choice(['All', 'Any'], "Satisfy either 'any' or 'all'."),
      ),
      default: 'All',
      support: full,
      example: 'Satisfy Any',
    }),
  },
});
