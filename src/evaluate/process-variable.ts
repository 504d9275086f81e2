import type { Exchange } from './exchange.js';

/** A variable of the environment that the server was started in; what every object has is none. */
export function processVariable(name: string, { program }: Exchange): string | undefined {
  const { environment } = program.surroundings;
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}
