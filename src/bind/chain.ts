import type { Section } from '../syntax/tree.js';
import { type Run, report } from './run.js';

/** Whether an `<ElseIf>` or `<Else>` may follow among the conditions of one section. */
export interface Chain {
  open: boolean;
}

/** Follows `<If>`, `<ElseIf>` and `<Else>`; other directives may stand between them, as in httpd. */
export function conditionChain(run: Run, chain: Chain, name: string, at: Section): void {
  if (name !== 'If' && !chain.open)
    report(
      run,
      'else-without-if',
      at.nameSpan,
      '<Else> or <ElseIf> section without previous <If> or <ElseIf> section in same scope',
    );
  chain.open = name !== 'Else';
}
