// The library's own interface: a session under 2.0.1, and under 1.6 where that is all there is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { with_central_system } from './sketch.mjs';

test('a transaction in OCPP 2.0.1', () => with_central_system(async ({ sketch, got }) => {
  await got('BootNotification');
  await sketch.says('Registered');
  sketch.pin(14, 1);
  await sketch.says('Charging');
  await sketch.says('#pin 5 1');
  assert.equal((await got('TransactionEvent')).eventType, 'Started');
  sketch.pin(14, 0);
  await got('TransactionEvent', (each) => each.eventType === 'Ended');
}, { protocol: 'ocpp2.0.1' }));

test('the same in OCPP 1.6', () => with_central_system(async ({ sketch, got }) => {
  await sketch.says('Registered');
  sketch.pin(14, 1);
  assert.equal((await got('StartTransaction')).idTag, '04A1B2C3D4E5F6');
}));
