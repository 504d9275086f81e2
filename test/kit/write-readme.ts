// npm run readme: writes what the README's commands print, the reference pages, the grammar's reference and the pages of lint rules.
import { writeGrammarReference } from './grammar-reference.js';
import { writeReadme } from './readme.js';
import { writeReferencePages } from './reference-pages.js';
import { writeRulePages } from './rule-pages.js';

writeReadme();
writeReferencePages();
writeGrammarReference();
writeRulePages();
