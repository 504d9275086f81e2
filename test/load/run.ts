// npm run load [-- --count N]: so many logins with fresh tokens and as many refused ones of every kind through a running
// server, a hundred thousand each unless told otherwise. It prints what the server's processes hold on the way, and ends
// with 1 when memory or descriptors have still grown in the second half, when the heap has found its size.
import { parseArgs } from 'node:util';
import { startSite } from '../kit/site.js';
import { type LoadKind, type Mark, startLoad } from './load.js';

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' } } });
const count = Number(values.count);
if (!Number.isInteger(count) || count < 5000) {
  console.error('--count takes a whole number from 5000');
  process.exit(2);
}

/** Resident memory of all processes that may come and go with the garbage collector's moments. */
const tolerance = 48 * 1024 * 1024;

const mebibytes = (octets: number): string => (octets / 1024 / 1024).toFixed(1);

function tell({ kind, requests, resident, descriptors, processes }: Mark): void {
  console.log(
    `${kind.padEnd(8)} ${String(requests).padStart(7)}  ${mebibytes(resident).padStart(7)} MiB  ${descriptors} descriptors  ${processes} processes`,
  );
}

/** The least of a tenth, since memory is highest just before it is collected. */
function leastOf(marks: readonly Mark[]): Pick<Mark, 'resident' | 'descriptors'> {
  return {
    resident: Math.min(...marks.map(({ resident }) => resident)),
    descriptors: Math.min(...marks.map(({ descriptors }) => descriptors)),
  };
}

function grew(marks: readonly Mark[]): boolean {
  const size = Math.ceil(marks.length / 10);
  const early = leastOf(marks.slice(2 * size, 5 * size));
  const late = leastOf(marks.slice(-size));
  const grown = late.resident - early.resident;
  const more = late.descriptors - early.descriptors;
  console.log(
    `${marks[0]!.kind}: ${mebibytes(grown)} MiB and ${more} descriptors more at the end than before the middle`,
  );
  return grown > tolerance || more > 0;
}

const site = await startSite();
try {
  const loaded = await startLoad(site);
  try {
    for (const kind of ['logins', 'garbage'] as const satisfies readonly LoadKind[]) {
      const every = Math.max(1, Math.round(count / 1000 / 10)) * 1000;
      const marks = await loaded.send(kind, count, (mark) => {
        if (mark.requests % every === 0 || mark.requests === count) tell(mark);
      });
      if (grew(marks)) process.exitCode = 1;
    }
  } finally {
    await loaded.stop();
  }
} finally {
  await site.stop();
}
