// Both connectors charge at once, each with its tag, its contactor and its transaction.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { with_central_system } from './sketch.mjs';

test('two sessions side by side', () => with_central_system(async ({ central, sketch, got, status }) => {
  await status(1, 'Available');
  await status(2, 'Available');
  sketch.pin(12, 1);
  await sketch.says('Charging at 2');
  sketch.pin(14, 1);
  await sketch.says('Charging at 1');
  await status(1, 'Charging');
  assert.deepEqual(central.of('StartTransaction').map((each) => [each.connectorId, each.idTag]), [[2, 'RIGHT'], [1, 'LEFT']]);
  assert.ok(sketch.lines.includes('#pin 5 1') && sketch.lines.includes('#pin 4 1'));
  sketch.pin(12, 0);
  const stop = await got('StopTransaction');
  assert.equal(stop.transactionId, 701);
  await sketch.says('#pin 4 0');
  assert.ok(!sketch.lines.includes('#pin 5 0'));
}));
