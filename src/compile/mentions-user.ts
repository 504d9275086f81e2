import type { BooleanExpression } from '../syntax/expression.js';

/** Whether an expression reads REMOTE_USER, so that without a user it asks for a login (mod_authz_core). */
export function mentionsUser(expression: BooleanExpression): boolean {
  const open: unknown[] = [expression];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isUserVariable(node)) return true;
    for (const inner of Object.values(node as object))
      if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  return false;
}

function isUserVariable(node: unknown): boolean {
  const { kind, name } = node as { kind?: unknown; name?: unknown };
  return kind === 'variable' && typeof name === 'string' && name.toUpperCase() === 'REMOTE_USER';
}
