import { one, raw, text } from './args.js';
import { apacheModule, directive, full, section } from './define.js';

const all = ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'] as const;

/** Words are taken and do nothing. */
const anything = (usage: string) =>
  raw(usage, ({ args }) => ({ value: args.words.map((word) => word.value) }));

/** mod_macro: templates of configuration. */
export const modMacro = apacheModule({
  name: 'mod_macro',
  identifier: 'macro_module',
  sections: 'merge',
  directives: {
    Macro: section({
      summary: 'A template with parameters.',
      in: all,
      args: {
        kind: 'raw',
        usage: 'Beginning of a macro definition section.',
        parse: ({ args }) => ({ value: args.words.map((word) => word.value) }),
      },
      opens: 'macro',
      support: full,
      example: '<Macro Area $path>\n<Location $path>\nRequire valid-user\n</Location>\n</Macro>',
    }),
    Use: directive({
      summary: 'Puts a template here.',
      in: all,
      args: raw('Use of a macro.', ({ args }) => ({ value: args.words.map((word) => word.value) })),
      repeat: 'add',
      support: full,
      example:
        '<Macro Area $path>\n<Location $path>\nRequire valid-user\n</Location>\n</Macro>\nUse Area /app',
    }),
    UndefMacro: directive({
      summary: 'Forgets a template.',
      in: all,
      args: one('Remove a macro definition.', text),
      support: full,
      example:
        '<Macro Area $path>\n<Location $path>\nRequire valid-user\n</Location>\n</Macro>\nUndefMacro Area',
    }),
    MacroIgnoreEmptyArgs: directive({
      summary: 'Leaves out warnings about empty arguments of macros.',
      in: all,
      args: anything('Globally ignore warnings about empty arguments.'),
      support: full,
      example: 'MacroIgnoreEmptyArgs',
    }),
    MacroIgnoreBadNesting: directive({
      summary: 'Leaves out warnings about sections that a macro does not close.',
      in: all,
      args: anything('Globally ignore warnings about bad nesting.'),
      support: full,
      example: 'MacroIgnoreBadNesting',
    }),
  },
});
