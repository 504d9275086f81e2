import type { ArgumentInput, ArgumentProblem } from '../args.js';

/**
 * What a module that is not served makes of arguments beyond their number, as far as httpd refuses them when it reads the
 * configuration; undefined when they are sound. `words` are the values of the words after httpd's count.
 */
export type ArgumentCheck = (input: ArgumentInput, words: readonly string[]) => ArgumentProblem | undefined;

/** The checks of one module, by directive in its canonical spelling; a section's name begins with `<`. */
export type ModuleChecks = Readonly<Record<string, ArgumentCheck>>;
