// Validates a bill of materials against CycloneDX's own schema: node validate.mjs <file>
import { readFile } from 'node:fs/promises';
import * as CDX from '@cyclonedx/cyclonedx-library';

const validator = new CDX.Validation.JsonStrictValidator(CDX.Spec.Version.v1dot6);
const problem = await validator.validate(await readFile(process.argv[2], 'utf8'));
if (problem !== null) {
  console.error(JSON.stringify(problem, null, 1));
  process.exit(1);
}
console.log('valid');
