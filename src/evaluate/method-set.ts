import type { MethodSet } from '../ruleset/mod_authz_core.js';

/** Whether a `<Limit>` covers a request method: names count by case, and HEAD goes with GET. Without a limit, all. */
export function coversMethod(methods: MethodSet | undefined, method: string): boolean {
  if (methods === undefined) return true;
  return methods.names.includes(method === 'HEAD' ? 'GET' : method) !== methods.except;
}
