// Usage: node check_frames.mjs FRAMES
// Validates every frame of a run of the conformance tests, of both sides, with the official schemas
// and a validator that knows nothing of the library. Fails when one is invalid, or none was there.

import fs from 'node:fs';
import { messagesOf } from '../codec_proof/schemas.mjs';

const validators = new Map();
for (const { action, kind, valid } of messagesOf('ocpp16')) validators.set(`${action} ${kind}`, valid);

const ERROR_CODES = new Set([
  'NotImplemented', 'NotSupported', 'InternalError', 'ProtocolError', 'SecurityError',
  'FormationViolation', 'PropertyConstraintViolation', 'OccurenceConstraintViolation',
  'TypeConstraintViolation', 'GenericError',
]);

/** What is wrong with a payload; undefined: nothing. */
function payloadProblem(action, kind, payload) {
  const valid = validators.get(`${action} ${kind}`);
  if (!valid) return `no schema for ${action} ${kind}`;
  return valid(payload) ? undefined : JSON.stringify(valid.errors);
}

/** What is wrong with a frame. `asked`: open calls, by the side that sent them and their id. */
function problem(from, frame, asked) {
  if (!Array.isArray(frame)) return 'not an array';
  const [type, id] = frame;
  if (typeof id !== 'string' || id.length < 1 || id.length > 36) return 'message id';
  if (type === 2) {
    if (frame.length !== 4) return 'a CALL has 4 elements';
    asked[from].set(id, frame[2]);
    return payloadProblem(frame[2], 'request', frame[3]);
  }
  const other = from === 'station' ? 'tool' : 'station';
  const action = asked[other].get(id);
  if (!action) return `answers no call of the ${other}`;
  asked[other].delete(id);
  if (type === 3) return frame.length === 3 ? payloadProblem(action, 'response', frame[2]) : 'a CALLRESULT has 3 elements';
  if (type !== 4) return 'message type';
  if (frame.length !== 5 || typeof frame[3] !== 'string' || frame[3].length > 255) return 'CALLERROR';
  if (frame[4] === null || typeof frame[4] !== 'object') return 'errorDetails';
  return ERROR_CODES.has(frame[2]) ? undefined : `error code ${frame[2]}`;
}

const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => line !== '');
const count = { station: 0, tool: 0 };
let invalid = 0;
let test;
let asked;
for (const line of lines) {
  const entry = JSON.parse(line);
  if (entry.test !== test) {
    test = entry.test;
    asked = { station: new Map(), tool: new Map() };
  }
  ++count[entry.from];
  const wrong = problem(entry.from, JSON.parse(entry.text), asked);
  if (wrong) {
    ++invalid;
    console.error(`${entry.test}: ${entry.from} sent ${entry.text}\n  ${wrong}`);
  }
}
console.log(`${count.station} frames of the station, ${count.tool} of the tool: ${invalid} invalid`);
process.exit(invalid > 0 || count.station === 0 || count.tool === 0 ? 1 : 0);
