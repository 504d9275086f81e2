import koffi from 'koffi';

/** What the PCRE that Apache uses says of a pattern: why it refuses it, or what it finds. */
export interface PcrePattern {
  readonly groups: number;
  /** Where the groups of the first match begin and end; `unsaid` when it gave up. */
  search(text: string): readonly (readonly [number, number] | undefined)[] | undefined | 'unsaid';
  free(): void;
}

const library = koffi.load('libpcre2-8.so.0');
const compile = library.func(
  'void *pcre2_compile_8(void *p, size_t length, uint32_t options, _Out_ int *error, _Out_ size_t *at, void *context)',
);
const createData = library.func('void *pcre2_match_data_create_from_pattern_8(void *code, void *context)');
const match = library.func(
  'int pcre2_match_8(void *code, void *text, size_t length, size_t start, uint32_t options, void *data, void *context)',
);
const places = library.func('void *pcre2_get_ovector_pointer_8(void *data)');
const count = library.func('uint32_t pcre2_get_ovector_count_8(void *data)');
const freeCode = library.func('void pcre2_code_free_8(void *code)');
const freeData = library.func('void pcre2_match_data_free_8(void *data)');
const message = library.func('int pcre2_get_error_message_8(int error, void *buffer, size_t length)');
const createContext = library.func('void *pcre2_match_context_create_8(void *context)');
const setLimit = library.func('int pcre2_set_match_limit_8(void *context, uint32_t limit)');
const context = createContext(null);
setLimit(context, 300_000);

const options = { caseless: 0x8, dollarEndOnly: 0x10, dotAll: 0x20, duplicateNames: 0x40, multiline: 0x400 };
/** Without these PCRE 10.42 misses some matches in patterns such as `(?=a)\W{0,2}?a`. */
const withoutOptimiser = 0x4000 | 0x8000 | 0x10000;

/** Compiles a pattern as httpd does. The second form takes PCRE's optimiser away. */
export function pcre(
  pattern: string,
  flags: string,
  optimised = true,
): PcrePattern | { readonly flaw: string } {
  const bytes = Buffer.from(`${pattern}\0`, 'latin1');
  const error = [0];
  const code = compile(
    bytes,
    bytes.length - 1,
    optionsOf(flags) | (optimised ? 0 : withoutOptimiser),
    error,
    [0],
    null,
  );
  if (!code) return { flaw: words(error[0]!) };
  const data = createData(code, null);
  const groups: number = count(data);
  return {
    groups: groups - 1,
    search(text) {
      const subject = Buffer.from(`${text}\0`, 'latin1');
      const found: number = match(code, subject, subject.length - 1, 0, 0, data, context);
      if (found === -1) return undefined;
      if (found < 0) return 'unsaid';
      const ends: bigint[] = Array.from(koffi.decode(places(data), 'size_t', groups * 2), BigInt);
      return Array.from({ length: groups }, (_, group) => placeOf(ends, group));
    },
    free() {
      freeData(data);
      freeCode(code);
    },
  };
}

function placeOf(ends: readonly bigint[], group: number): readonly [number, number] | undefined {
  const [start, end] = [ends[2 * group]!, ends[2 * group + 1]!];
  return start > 0xffff_ffffn ? undefined : [Number(start), Number(end)];
}

function optionsOf(flags: string): number {
  return (
    options.duplicateNames |
    (flags.includes('i') ? options.caseless : 0) |
    (flags.includes('m') ? options.multiline : 0) |
    (flags.includes('d') ? 0 : options.dotAll) |
    (flags.includes('e') ? 0 : options.dollarEndOnly)
  );
}

function words(error: number): string {
  const buffer = Buffer.alloc(200);
  message(error, buffer, buffer.length);
  return buffer.toString('latin1').replace(/\0[\s\S]*/, '');
}
