import { iterate, text, two } from './args.js';
import { apacheModule, directive, full, partial } from './define.js';

/** mod_so: loading modules. */
export const modSo = apacheModule({
  name: 'mod_so',
  identifier: 'so_module',
  builtIn: true,
  sections: 'merge',
  directives: {
    LoadModule: directive({
      summary: 'Makes a module count as loaded; with any such line the others do not. No file is opened.',
      in: ['server'],
      notIn: ['VirtualHost'],
      args: two('a module name and the name of a shared object file to load it from', text, text),
      repeat: 'add',
      support: full,
      example: 'LoadModule auth_gssapi_module modules/mod_auth_gssapi.so',
    }),
    LoadFile: directive({
      summary: 'Loads a library.',
      in: ['server'],
      notIn: ['VirtualHost'],
      args: iterate('shared object file or library to load into the server at runtime', text),
      repeat: 'add',
      support: partial('accepted, no effect: there is nothing to load libraries into'),
      example: '<IfDefine NEVER>\nLoadFile /usr/lib/libexample.so\n</IfDefine>',
    }),
  },
});
