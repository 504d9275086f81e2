import type { Explanation } from '../../src/explain/explanation.js';
import type { Observed } from '../../src/lint/proof.js';

/** What an explanation says that a claim can be held against; `sent` are the names and values of the request's fields in turn. */
export function observedIn(
  { decision, status, plan, fields, exchanges }: Explanation,
  sent: readonly string[],
): Observed {
  const last = exchanges.at(-1)!;
  const changes = exchanges.flatMap(({ events }) => events).filter((event) => event.step === 'change');
  const requestFields = new Map(sent.flatMap((name, at) => (at % 2 === 0 ? [[name, sent[at + 1]!]] : [])));
  for (const change of changes) {
    if (change.thing !== 'request field') continue;
    if (change.after === undefined) requestFields.delete(change.name);
    else requestFields.set(change.name, change.after);
  }
  return {
    decision,
    status,
    run: plan.run,
    fields,
    requestFields: [...requestFields],
    variables: last.variables,
    ...(last.user !== undefined && { user: last.user }),
    codes: [],
  };
}
