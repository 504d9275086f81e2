import type { Site } from '../kit/site.js';
import { smaller } from './part.js';
import { compareCases, type Finding } from './serve.js';

/** The smallest case found by taking parts away whose one request is still answered differently in the same way. */
export async function shrink(site: Site, finding: Finding, tries = 120): Promise<Finding> {
  let smallest = finding;
  let left = tries;
  for (let progress = true; progress && left > 0; ) {
    progress = false;
    for (const parts of smaller(smallest.case.parts)) {
      if (left-- <= 0) break;
      const [found] = await compareCases(site, [{ ...smallest.case, parts }]);
      if (!found || kindOf(found) !== kindOf(finding)) continue;
      smallest = found;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** What findings of the same cause share: which parts of the answer differ, and how the status does. */
export function kindOf({ problems }: Finding): string {
  const status = problems.find((problem) => problem.startsWith('status')) ?? '';
  return status || problems.map((problem) => problem.replace(/:.*/s, '')).join(', ');
}
