import type { Site } from '../kit/site.js';
import type { Case } from './case.js';
import { smaller } from './part.js';
import { compareCases, type Finding } from './serve.js';

/** The smallest case found by taking parts away whose one request is still answered differently in the same way. */
export async function shrink(site: Site, finding: Finding, tries = 120): Promise<Finding> {
  let smallest = finding;
  let left = tries;
  for (let progress = true; progress && left > 0; ) {
    progress = false;
    for (const each of smallerCases(smallest.case)) {
      if (left-- <= 0) break;
      const [found] = await compareCases(site, [each]);
      if (!found || kindOf(found) !== kindOf(finding)) continue;
      smallest = found;
      progress = true;
      break;
    }
  }
  return smallest;
}

function* smallerCases(whole: Case): Generator<Case> {
  for (const folder of Object.keys(whole.folders)) {
    const { [folder]: _without, ...folders } = whole.folders;
    yield { ...whole, folders };
  }
  for (const parts of smaller(whole.parts)) yield { ...whole, parts };
  for (const [folder, inner] of Object.entries(whole.folders))
    for (const parts of smaller(inner)) yield { ...whole, folders: { ...whole.folders, [folder]: parts } };
}

/** What findings of the same cause share: which parts of the answer differ, and how the status does. */
export function kindOf({ problems }: Finding): string {
  const status = problems.find((problem) => problem.startsWith('status')) ?? '';
  return status || problems.map((problem) => problem.replace(/:.*/s, '')).join(', ');
}
