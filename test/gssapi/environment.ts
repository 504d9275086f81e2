import koffi from 'koffi';

const library = koffi.load(null);
const setenv = library.func('setenv', 'int', ['str', 'str', 'int']);
const unsetenv = library.func('unsetenv', 'int', ['str']);

/**
 * Sets (or, for undefined, removes) variables where the Kerberos library reads them: the test runner gives tests only a copy of
 * the environment.
 */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) {
      delete process.env[name];
      unsetenv(name);
    } else {
      process.env[name] = value;
      setenv(name, value, 1);
    }
  }
}
