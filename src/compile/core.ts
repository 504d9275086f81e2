import { core } from '../directives/core.js';
import { requestLowerings } from './core-request.js';
import { restLowerings } from './core-rest.js';
import { sectionLowerings } from './core-sections.js';
import { serverLowerings } from './core-server.js';
import { lowerings } from './lowering.js';

export const coreLowerings = lowerings(core, {
  ...sectionLowerings,
  ...serverLowerings,
  ...requestLowerings,
  ...restLowerings,
});
