import { coreRequest } from './core-request.js';
import { coreRest } from './core-rest.js';
import { coreSections } from './core-sections.js';
import { coreServer } from './core-server.js';
import { apacheModule } from './define.js';

/** The core of httpd. */
export const core = apacheModule({
  name: 'core',
  identifier: 'core_module',
  builtIn: true,
  sections: 'merge',
  directives: { ...coreSections, ...coreServer, ...coreRequest, ...coreRest },
});
