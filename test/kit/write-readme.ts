// npm run readme: writes the generated parts of the README, the grammar's reference and the pages of the linter's rules.
import { writeGrammarReference } from './grammar-reference.js';
import { writeReadme } from './readme.js';
import { writeRulePages } from './rule-pages.js';

writeReadme();
writeGrammarReference();
writeRulePages();
