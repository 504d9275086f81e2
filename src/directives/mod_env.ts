import { iterate, oneOrTwo, text } from './args.js';
import { apacheModule, directive, full } from './define.js';

const fileInfo = ['FileInfo'] as const;

/** mod_env: variables for CGI and expressions, set after authentication. */
export const modEnv = apacheModule({
  name: 'mod_env',
  identifier: 'env_module',
  sections: 'merge',
  directives: {
    PassEnv: directive({
      summary: "Hands variables of the server's own environment to CGI.",
      in: fileInfo,
      args: iterate('a list of environment variables to pass to CGI.', text),
      repeat: 'add',
      support: full,
      example: 'PassEnv LANG',
    }),
    SetEnv: directive({
      summary: 'Sets a variable for CGI.',
      in: fileInfo,
      args: oneOrTwo('an environment variable name and optional value to pass to CGI.', text, text),
      repeat: 'add',
      support: full,
      example: 'SetEnv STAGE production',
    }),
    UnsetEnv: directive({
      summary: 'Takes variables away from CGI.',
      in: fileInfo,
      args: iterate('a list of variables to remove from the CGI environment.', text),
      repeat: 'add',
      support: full,
      example: 'UnsetEnv STAGE',
    }),
  },
});
