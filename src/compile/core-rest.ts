import type { coreRest } from '../directives/core-rest.js';
import type { RangeLimit } from '../ruleset/core.js';
import { inputFilters, outputFilters } from './filters.js';
import { type Lowerings, noEffect } from './lowering.js';

/** How core's remaining directives become settings: most tune what is done in another way here. */
export const restLowerings: Lowerings<typeof coreRest, 'core'> = {
  PidFile(path, to) {
    to.server.core.pidFile = to.path(path);
  },
  MergeTrailers(on, to) {
    if (on) to.unserved('MergeTrailers On is not served', 'trailers are dropped: take the directive out');
  },
  SetOutputFilter(names, to) {
    to.settings.outputFilters = outputFilters(names, to);
  },
  SetInputFilter(names, to) {
    inputFilters(names, to);
  },
  MaxRanges(limit, to) {
    to.settings.maxRanges = rangeLimit(limit, 200);
  },
  MaxRangeOverlaps(limit, to) {
    to.settings.maxRangeOverlaps = rangeLimit(limit, 20);
  },
  MaxRangeReversals(limit, to) {
    to.settings.maxRangeReversals = rangeLimit(limit, 20);
  },
  LimitInternalRecursion([redirects, subrequests = redirects], to) {
    to.server.core.limitInternalRecursion = { redirects, subrequests };
  },
  StrictHostCheck(on, to) {
    to.server.core.strictHostCheck = on;
  },
  ScoreBoardFile: noEffect,
  ExtendedStatus: noEffect,
  SeeRequestTail: noEffect,
  MaxConnectionsPerChild: noEffect,
  MaxRequestsPerChild: noEffect,
  CoreDumpDirectory: noEffect,
  MaxMemFree: noEffect,
  ThreadStackSize: noEffect,
  DefaultRuntimeDir: noEffect,
  Mutex: noEffect,
  ReadBufferSize: noEffect,
  FlushMaxThreshold: noEffect,
  FlushMaxPipelined: noEffect,
  Protocols: noEffect,
  ProtocolsHonorOrder: noEffect,
  LimitXMLRequestBody: noEffect,
  RegisterHttpMethod: noEffect,
};

type LimitWord = number | 'none' | 'default' | 'unlimited';

function rangeLimit(limit: LimitWord, byDefault: number): RangeLimit {
  if (limit === 'default') return byDefault;
  return limit === 'none' ? 0 : limit;
}
