// An OCPP 2.0.1 session against a strict central system; both subprotocols are offered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CentralSystem } from './central_system.mjs';
import { Station, sleep, until } from './station.mjs';

let central;
let station;

const got = (action, wanted = () => true) => until(action, () => central.of(action).find(wanted));
const status = (evseId, wanted) => got('StatusNotification', (each) => each.evseId === evseId && each.connectorStatus === wanted);
const event = (eventType, wanted = () => true) => got('TransactionEvent', (each) => each.eventType === eventType && wanted(each));

before(async () => {
  central = new CentralSystem(['ocpp2.0.1'], { NotifyReport: {}, TransactionEvent: ({ idToken }) => (idToken ? { idTokenInfo: { status: 'Accepted' } } : {}) });
  const url = await central.listen();
  station = new Station(url, { ocpp: '2.0.1,1.6', evses: 2, vendor: 'Maker', model: 'Box', variables: { 'SampledDataCtrlr.TxUpdatedInterval': 1 } }).start();
});

after(async () => {
  station.child?.kill('SIGKILL');
  await central.close();
  station.remove();
});

test('boots as 2.0.1', async () => {
  const boot = await got('BootNotification');
  assert.equal(boot.reason, 'PowerUp');
  assert.equal(boot.chargingStation.vendorName, 'Maker');
  await status(1, 'Available');
  await status(2, 'Available');
  assert.equal((await station.state()).connection.subprotocol, 'ocpp2.0.1');
});

test('a session by TransactionEvent', async () => {
  await station.command('plug_in');
  await status(1, 'Occupied');
  await station.command('swipe', { token: 'AABBCCDD' });
  assert.equal((await got('Authorize')).idToken.idToken, 'AABBCCDD');
  const started = await event('Started');
  assert.equal(started.seqNo, 0);
  assert.equal(started.evse.id, 1);
  assert.equal(started.idToken.idToken, 'AABBCCDD');
  await event('Updated', (each) => each.transactionInfo.chargingState === 'Charging');
  await event('Updated', (each) => each.meterValue?.length > 0 && each.triggerReason === 'MeterValuePeriodic');
  await station.command('swipe', { token: 'AABBCCDD' });
  const ended = await event('Ended');
  assert.equal(ended.transactionInfo.stoppedReason, 'Local');
  const events = central.of('TransactionEvent');
  assert.deepEqual(events.map((each) => each.seqNo), events.map((_, i) => i));
  assert.equal(new Set(events.map((each) => each.transactionInfo.transactionId)).size, 1);
  await station.command('plug_out');
  await until('available', () => central.last('StatusNotification').connectorStatus === 'Available');
});

test('remote start and stop', async () => {
  central.forget();
  const idToken = { idToken: 'REMOTE', type: 'Central' };
  assert.equal((await central.call('RequestStartTransaction', { idToken, remoteStartId: 77, evseId: 2 })).status, 'Accepted');
  await station.command('plug_in', { evse: 2 });
  const started = await event('Started');
  assert.equal(started.transactionInfo.remoteStartId, 77);
  const { transactionId } = started.transactionInfo;
  await sleep(1200);
  assert.equal((await central.call('RequestStopTransaction', { transactionId: 'unknown' })).status, 'Rejected');
  assert.equal((await central.call('RequestStopTransaction', { transactionId })).status, 'Accepted');
  assert.equal((await event('Ended')).transactionInfo.stoppedReason, 'Remote');
  await station.command('plug_out', { evse: 2 });
});

test('variables and a report in pieces', async () => {
  central.forget();
  const component = { name: 'OCPPCommCtrlr' };
  const variable = { name: 'HeartbeatInterval' };
  const read = await central.call('GetVariables', { getVariableData: [{ component, variable }, { component, variable: { name: 'Nothing' } }, { component: { name: 'Nobody' }, variable }] });
  assert.deepEqual(read.getVariableResult.map((each) => each.attributeStatus), ['Accepted', 'UnknownVariable', 'UnknownComponent']);
  assert.equal(read.getVariableResult[0].attributeValue, '300');
  const written = await central.call('SetVariables', { setVariableData: [{ component, variable, attributeValue: '200' }, { component, variable, attributeValue: 'x' }] });
  assert.deepEqual(written.setVariableResult.map((each) => each.attributeStatus), ['Accepted', 'Rejected']);
  assert.equal((await central.call('GetBaseReport', { requestId: 5, reportBase: 'FullInventory' })).status, 'Accepted');
  const last = await got('NotifyReport', (each) => !each.tbc);
  const reports = central.of('NotifyReport');
  assert.ok(reports.length >= 2);
  assert.deepEqual(reports.map((each) => each.seqNo), reports.map((_, i) => i));
  assert.ok(reports.every((each) => each.requestId === 5 && each.generatedAt === last.generatedAt));
});

test('nothing broke a schema in either direction', async () => {
  assert.deepEqual(central.failures, []);
  assert.ok(central.frames > 30, `${central.frames} frames`);
  assert.equal(await station.stop(), 0);
});
