// npm run readme: writes the generated parts of the README and the grammar's reference.
import { writeGrammarReference } from './grammar-reference.js';
import { writeReadme } from './readme.js';

writeReadme();
writeGrammarReference();
