// The official schemas, and ajv's verdict on a text.

import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const FILES = { ocpp16: 'ocpp1_6.json', ocpp201: 'ocpp2_0_1.json', ocpp21: 'ocpp2_1.json' };

/** The action and kind of a schema, from its $id (2.1 spells them otherwise). */
function messageOf(id) {
  const match = /^urn:(.*?)(\.req|\.conf|Request|Response)?$/.exec(id);
  const response = match[2] === '.conf' || match[2] === 'Response';
  return { action: match[1], kind: response ? 'response' : 'request' };
}

/** All messages of a version: {action, kind, schema, valid(value)}. */
export function messagesOf(version) {
  const require = createRequire(import.meta.url);
  const folder = path.join(path.dirname(require.resolve('ocpp-rpc')), 'lib', 'schemas');
  const schemas = JSON.parse(fs.readFileSync(path.join(folder, FILES[version]), 'utf8'));
  // multipleOf 0.1 is meant in decimals: without a tolerance 0.3 fails in binary.
  const ajv = new Ajv({ strict: false, multipleOfPrecision: 6 });
  addFormats(ajv);
  return schemas.map((schema) => ({ ...messageOf(schema.$id), schema, valid: ajv.compile(schema) }));
}

/** A schema with its reference followed. */
export function follow(root, schema) {
  return schema.$ref ? root.definitions[schema.$ref.split('/').pop()] : schema;
}
