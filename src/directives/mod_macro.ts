import { argv, one, raw, text } from './args.js';
import { apacheModule, directive, refused, section } from './define.js';

const all = ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'] as const;
const macros = refused('macros are not served yet; write out what they stand for');

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
      support: macros,
      example: '<Macro Area $path>\n</Macro>',
    }),
    Use: directive({
      summary: 'Puts a template here.',
      in: all,
      args: raw('Use of a macro.', ({ args }) => ({ value: args.words.map((word) => word.value) })),
      repeat: 'add',
      support: macros,
      example: '<IfDefine NEVER>\nUse Area /app\n</IfDefine>',
    }),
    UndefMacro: directive({
      summary: 'Forgets a template.',
      in: all,
      args: one('Remove a macro definition.', text),
      support: macros,
      example: '<IfDefine NEVER>\nUndefMacro Area\n</IfDefine>',
    }),
    MacroIgnoreEmptyArgs: directive({
      summary: 'Leaves out warnings about empty parameters.',
      in: all,
      args: argv('Globally ignore warnings about empty arguments.', text),
      support: macros,
      example: 'MacroIgnoreEmptyArgs',
    }),
    MacroIgnoreBadNesting: directive({
      summary: 'Leaves out warnings about nesting.',
      in: all,
      args: argv('Globally ignore warnings about bad nesting.', text),
      support: macros,
      example: 'MacroIgnoreBadNesting',
    }),
  },
});
