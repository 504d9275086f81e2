import { argv, refined, text } from './args.js';
import { apacheModule, directive, full } from './define.js';

/** mod_allowmethods: which methods are let through. */
export const modAllowmethods = apacheModule({
  name: 'mod_allowmethods',
  identifier: 'allowmethods_module',
  sections: 'merge',
  directives: {
    AllowMethods: directive({
      summary: 'The methods that are let through; reset lets all through.',
      in: ['section'],
      // The binder refuses methods that nothing has made known.
      args: refined(argv('only allow specific methods', text), (words) =>
        (words[0] ?? '') === ''
          ? { problem: "AllowMethods: No method or 'reset' keyword given" }
          : { value: words },
      ),
      repeat: 'add',
      default: 'reset',
      support: full,
      example: 'AllowMethods GET POST OPTIONS',
    }),
  },
});
