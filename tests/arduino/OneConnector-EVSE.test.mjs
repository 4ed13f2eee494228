// A charger on pins: from the plug to the contactor, the pilot, and the central system's calls.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { with_central_system } from './sketch.mjs';

const kPlug = 14;
const kRequest = 12;
const kMeter = 17;

test('plugging in, remote stop and remote start', () => with_central_system(async ({ central, sketch, got, status }) => {
  await status(1, 'Available');
  await sketch.says('#pwm 4 815');  // 11 kW are 47.8 A at one phase.
  sketch.pin(kRequest, 1);
  sketch.analog(kMeter, 1023);
  sketch.pin(kPlug, 1);
  await sketch.says('Transaction: 701');
  await sketch.says('#pin 5 1');
  await status(1, 'Charging');
  const values = await got('MeterValues', (each) => each.transactionId === 701);
  assert.ok(Number(values.meterValue[0].sampledValue[0].value) > 0);
  sketch.pin(kRequest, 0);
  await status(1, 'SuspendedEV');

  assert.equal((await central.call('RemoteStopTransaction', { transactionId: 701 })).status, 'Accepted');
  const stop = await got('StopTransaction');
  assert.equal(stop.reason, 'Remote');
  assert.ok(stop.meterStop > central.of('StartTransaction')[0].meterStart);
  await sketch.says('#pin 5 0');
  await status(1, 'Finishing');

  assert.equal((await central.call('RemoteStartTransaction', { idTag: 'REMOTE', connectorId: 1 })).status, 'Accepted');
  await sketch.says('Transaction: 702');
  assert.equal(central.of('StartTransaction')[1].idTag, 'REMOTE');
  sketch.pin(kPlug, 0);
  await got('StopTransaction', (each) => each.transactionId === 702 && each.reason === 'EVDisconnected');
}));

test('every kind of listener is called, and a restart keeps what is stored', () => with_central_system(async ({ central, sketch, got, status }) => {
  await status(1, 'Available');
  central.answers.Authorize = () => { throw new Error('the back end is down'); };
  sketch.pin(kPlug, 1);
  await sketch.says('Authorize: GenericError, the back end is down');
  await sketch.says('Authorize: aborted');
  central.forget();
  sketch.pin(kPlug, 0);
  await status(1, 'Available');

  central.answers.Authorize = () => ({ idTagInfo: { status: 'Accepted' } });
  sketch.pin(kRequest, 1);
  sketch.pin(kPlug, 1);
  await sketch.says('Transaction: 701');
  await sketch.kill();  // The power is cut.
  sketch.start();
  const stop = await got('StopTransaction');
  assert.equal(stop.transactionId, 701);
  assert.equal(stop.reason, 'PowerLoss');

  const boots = central.of('BootNotification').length;
  assert.equal((await central.call('Reset', { type: 'Soft' })).status, 'Accepted');
  await sketch.says('Restarting soon');
  await sketch.says('#restart');
  await got('BootNotification', () => central.of('BootNotification').length > boots);
}));
