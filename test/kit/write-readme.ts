// npm run readme: writes the generated parts of the README.
import { writeReadme } from './readme.js';

writeReadme();
