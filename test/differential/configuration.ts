/**
 * A configuration to compare on: `tested.conf` stands behind a preamble that loads modules, other files lie beside it. Texts are byte
 * strings; `{DIR}` stands for the folder they are put into, which is the server root.
 */
export interface Configuration {
  readonly name: string;
  /** Debian's names of the modules to load; `all` are those it has. */
  readonly modules: 'all' | readonly string[];
  /** `-D` names. */
  readonly defines: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** The file that is compared on. */
export const testedFile = 'tested.conf';

/** The configuration with one file changed. */
export function withFile(configuration: Configuration, name: string, text: string): Configuration {
  return { ...configuration, files: { ...configuration.files, [name]: text } };
}
