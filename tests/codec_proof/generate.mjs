// Writes instances and mutations with ajv's verdict, a line each:
//   version TAB action TAB kind TAB case TAB verdict TAB json
// Usage: node generate.mjs VERSION INSTANCES MUTATIONS SEED
// VERSION is ocpp16, ocpp201 or ocpp21; the numbers are for each schema.

import fs from 'node:fs';
import { instanceOf, planOf, textOf } from './instances.mjs';
import { mutate, namesOf } from './mutations.mjs';
import { Random } from './random.mjs';
import { messagesOf } from './schemas.mjs';

const [version, instances, mutations, seed] = process.argv.slice(2);
let pending = [];
let size = 0;

function flush() {
  const data = Buffer.from(pending.join(''), 'utf8');
  for (let at = 0; at < data.length;) at += fs.writeSync(1, data, at);
  pending = [];
  size = 0;
}

function emit(message, name, verdict, text) {
  const line = `${version}\t${message.action}\t${message.kind}\t${name}\t${verdict ? 1 : 0}\t${text}\n`;
  pending.push(line);
  size += line.length;
  if (size > 1 << 18) flush();
}

/** `{}` stands for a payload that is null (OCPP-J 1.6, 4.2.1). */
function verdictOf(message, name, text) {
  return message.valid(name === 'payload_null' ? {} : JSON.parse(text));
}

const messages = messagesOf(version);
const names = namesOf(messages);
messages.forEach((message, index) => {
  const random = new Random(Number(seed) * 1000003 + index);
  const context = { version, names, root: message.schema };
  for (let i = 0; i < Math.max(instances, mutations); ++i) {
    const tree = instanceOf(random, message.schema, message.schema, planOf(random));
    if (i < instances) {
      const text = textOf(random, tree);
      if (!message.valid(JSON.parse(text)))
        throw new Error(`generated an invalid ${message.action}: ${text} ${JSON.stringify(message.valid.errors)}`);
      emit(message, 'valid', true, text);
    }
    if (i < mutations) {
      const mutated = mutate(random, tree, context);
      const text = mutated.text ?? textOf(random, tree);
      emit(message, mutated.name, verdictOf(message, mutated.name, text), text);
    }
  }
});
flush();
