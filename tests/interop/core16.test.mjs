// A day of OCPP 1.6 Core against a strict central system, in both directions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CentralSystem } from './central_system.mjs';
import { Station, sleep, until } from './station.mjs';

let central;
let station;

const got = (action, wanted = () => true) => until(action, () => central.of(action).find(wanted));
const status = (connectorId, wanted) =>
  got('StatusNotification', (each) => each.connectorId === connectorId && each.status === wanted);
const status_of = async (action, payload) => (await central.call(action, payload)).status;

before(async () => {
  central = new CentralSystem(['ocpp1.6']);
  const url = await central.listen();
  station = new Station(url, {
    evses: 2, vendor: 'Maker', model: 'Box', password: 'secret-password', onReset: 'restart',
    chargePointSerialNumber: 'SN-1', firmwareVersion: '1.0', meterType: 'M', meterSerialNumber: 'MS-1',
    variables: { MeterValueSampleInterval: 1, MeterValuesSampledData: 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC',
                 StopTxnSampledData: 'Energy.Active.Import.Register', ConnectionTimeOut: 5 },
    keys: [{ name: 'Colour', value: 'green' }, { name: 'Batch', value: '7', readonly: true }],
  }).start();
});

after(async () => {
  station.child?.kill('SIGKILL');
  await central.close();
  station.remove();
});

test('boots with its data, a password, and tells every connector', async () => {
  const boot = await got('BootNotification');
  assert.equal(boot.chargePointVendor, 'Maker');
  assert.equal(boot.chargePointSerialNumber, 'SN-1');
  assert.equal(boot.meterSerialNumber, 'MS-1');
  assert.equal(String(central.handshake.password), 'secret-password');
  for (const connector of [0, 1, 2]) await status(connector, 'Available');
});

test('a session with a tag, meter values and a stop', async () => {
  central.forget();
  await station.command('plug_in');
  await status(1, 'Preparing');
  await station.command('swipe', { token: 'TAG1' });
  assert.equal((await got('Authorize')).idTag, 'TAG1');
  const start = await got('StartTransaction');
  assert.equal(start.connectorId, 1);
  assert.equal(start.meterStart, 0);
  await status(1, 'Charging');
  const values = await got('MeterValues', (each) => each.transactionId === 701);
  const measurands = new Set(values.meterValue[0].sampledValue.map((each) => each.measurand));
  for (const each of ['Energy.Active.Import.Register', 'Power.Active.Import', 'Current.Import', 'Voltage', 'SoC']) assert.ok(measurands.has(each), each);
  await station.command('ev_pause');
  await status(1, 'SuspendedEV');
  await station.command('ev_resume');
  await sleep(1500);
  await station.command('swipe', { token: 'TAG1' });
  const stop = await got('StopTransaction');
  assert.equal(stop.transactionId, 701);
  assert.equal(stop.reason, 'Local');
  assert.ok(stop.meterStop >= start.meterStart);
  assert.ok(stop.transactionData.length >= 2);
  await status(1, 'Finishing');
  await station.command('plug_out');
  await status(1, 'Available');
});

test('configuration', async () => {
  const all = await central.call('GetConfiguration', {});
  assert.ok(all.configurationKey.length > 30);
  assert.equal(all.configurationKey.find((each) => each.key === 'NumberOfConnectors').value, '2');
  assert.equal(all.configurationKey.find((each) => each.key === 'Batch').readonly, true);
  const some = await central.call('GetConfiguration', { key: ['Colour', 'NoSuchKey', 'heartbeatinterval'] });
  assert.deepEqual(some.unknownKey, ['NoSuchKey']);
  assert.deepEqual(some.configurationKey.map((each) => each.value), ['green', '300']);
  assert.equal(await status_of('ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '2' }), 'Accepted');
  assert.equal(await status_of('ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '-2' }), 'Rejected');
  assert.equal(await status_of('ChangeConfiguration', { key: 'NumberOfConnectors', value: '3' }), 'Rejected');
  assert.equal(await status_of('ChangeConfiguration', { key: 'NoSuchKey', value: '3' }), 'NotSupported');
  assert.equal(await status_of('ChangeConfiguration', { key: 'Colour', value: 'red' }), 'Accepted');
});

test('remote start and stop, triggers, a charging profile', async () => {
  central.forget();
  assert.equal(await status_of('RemoteStartTransaction', { connectorId: 2, idTag: 'REMOTE' }), 'Accepted');
  await status(2, 'Preparing');
  await station.command('plug_in', { evse: 2 });
  assert.equal((await got('StartTransaction')).idTag, 'REMOTE');
  await status(2, 'Charging');
  assert.equal(await status_of('TriggerMessage', { requestedMessage: 'Heartbeat' }), 'Accepted');
  await got('Heartbeat');
  assert.equal(await status_of('TriggerMessage', { requestedMessage: 'BootNotification' }), 'Rejected');
  assert.equal(await status_of('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 2 }), 'Accepted');
  await got('MeterValues', (each) => each.meterValue[0].sampledValue[0].context === 'Trigger');
  const profile = {
    chargingProfileId: 1, stackLevel: 0, chargingProfilePurpose: 'TxProfile', chargingProfileKind: 'Relative', transactionId: 702,
    chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 8.5 }] },
  };
  assert.equal(await status_of('SetChargingProfile', { connectorId: 2, csChargingProfiles: profile }), 'Accepted');
  await until('the limit', async () => JSON.stringify(await station.state()).includes('8.5'));
  const schedule = await central.call('GetCompositeSchedule', { connectorId: 2, duration: 60, chargingRateUnit: 'A' });
  assert.equal(schedule.status, 'Accepted');
  assert.equal(schedule.chargingSchedule.chargingSchedulePeriod[0].limit, 8.5);
  assert.equal(await status_of('ClearChargingProfile', { id: 1 }), 'Accepted');
  assert.equal(await status_of('ClearChargingProfile', { id: 1 }), 'Unknown');
  assert.equal(await status_of('RemoteStopTransaction', { transactionId: 999 }), 'Rejected');
  assert.equal(await status_of('RemoteStopTransaction', { transactionId: 702 }), 'Accepted');
  assert.equal((await got('StopTransaction')).reason, 'Remote');
  await station.command('plug_out', { evse: 2 });
  await status(2, 'Available');
});

test('availability, unlocking, DataTransfer, unknown and unsupported actions', async () => {
  central.forget();
  assert.equal(await status_of('ChangeAvailability', { connectorId: 1, type: 'Inoperative' }), 'Accepted');
  await status(1, 'Unavailable');
  assert.equal(await status_of('ChangeAvailability', { connectorId: 1, type: 'Operative' }), 'Accepted');
  await status(1, 'Available');
  assert.equal(await status_of('UnlockConnector', { connectorId: 1 }), 'Unlocked');
  assert.equal(await status_of('UnlockConnector', { connectorId: 9 }), 'NotSupported');
  assert.equal(await status_of('DataTransfer', { vendorId: 'nobody' }), 'UnknownVendorId');
  await station.command('data_transfer', { vendor: 'Maker', message: 'Hello', data: 'text' });
  assert.equal((await got('DataTransfer')).data, 'text');
  await assert.rejects(central.call('GetInstalledCertificateIds', { certificateType: 'CentralSystemRootCertificate' }), (error) => error.rpcErrorCode === 'NotSupported');
});

test('the local list is sent, changed and cleared, the cache is cleared', async () => {
  const list = (from, count) => Array.from({ length: count }, (_, i) =>
    ({ idTag: `LISTED-${from + i}`, idTagInfo: { status: 'Accepted', parentIdTag: 'FAMILY' } }));
  const send = (listVersion, updateType, localAuthorizationList) =>
    status_of('SendLocalList', { listVersion, updateType, localAuthorizationList });
  const version = async () => (await central.call('GetLocalListVersion', {})).listVersion;
  assert.equal(await version(), 0);
  assert.equal(await send(3, 'Full', list(0, 1000)), 'Accepted');
  assert.equal(await version(), 3);
  assert.equal(await send(4, 'Differential', [...list(1000, 1), { idTag: 'LISTED-0' }]), 'Accepted');
  assert.equal(await send(4, 'Differential', list(1001, 1)), 'VersionMismatch');
  assert.equal(await version(), 4);
  assert.equal(await status_of('SendLocalList', { listVersion: 5, updateType: 'Full' }), 'Accepted');
  assert.equal(await version(), 0);
  assert.equal(await status_of('ClearCache', {}), 'Accepted');
});

test('offline session is delivered in order after the reconnect', async () => {
  central.forget();
  assert.equal(await status_of('ChangeConfiguration', { key: 'AllowOfflineTxForUnknownId', value: 'true' }), 'Accepted');
  await station.command('network', { up: false });
  await station.command('plug_in');
  await station.command('swipe', { token: 'OFFLINE' });
  await until('an offline transaction', async () => (await station.state()).queue_length > 0);
  await sleep(2500);
  await station.command('swipe', { token: 'OFFLINE' });
  await station.command('plug_out');
  central.forget();
  await station.command('network', { up: true });
  const stop = await got('StopTransaction');
  const order = central.received.map((each) => each.action).filter((each) => /Transaction|MeterValues|Boot/.test(each));
  assert.equal(order[0], 'StartTransaction');
  assert.equal(order.at(-1), 'StopTransaction');
  assert.ok(!order.includes('BootNotification'));
  assert.equal(stop.transactionId, 703);
  assert.equal(central.last('StartTransaction').idTag, 'OFFLINE');
});

test('a reset ends the transaction, restarts, and boots again', async () => {
  central.forget();
  await station.command('plug_in');
  await station.command('swipe', { token: 'TAG1' });
  await status(1, 'Charging');
  assert.equal(await status_of('Reset', { type: 'Soft' }), 'Accepted');
  assert.equal((await got('StopTransaction')).reason, 'SoftReset');
  await got('BootNotification');
  await status(1, 'Finishing').catch(() => status(1, 'Preparing'));
  const changed = await central.call('GetConfiguration', { key: ['Colour'] });
  assert.equal(changed.configurationKey[0].value, 'red');
  await station.command('plug_out');
});

test('a power cut during a transaction is told as PowerLoss', async () => {
  central.forget();
  await station.command('plug_in');
  await station.command('swipe', { token: 'TAG1' });
  await got('MeterValues');
  await station.kill();
  station.start();
  const stop = await got('StopTransaction');
  assert.equal(stop.reason, 'PowerLoss');
  assert.equal(central.of('StopTransaction').length, 1);
  await until('the queue to empty', async () => (await station.state()).queue_length === 0);
});

test('nothing broke a schema in either direction, and the log holds every frame', async () => {
  assert.deepEqual(central.failures, []);
  assert.ok(central.frames > 60, `${central.frames} frames`);
  const frames = station.frames();
  assert.ok(frames.every((each) => ['in', 'out'].includes(each.dir) && Array.isArray(JSON.parse(each.frame)) && Date.parse(each.t)));
  assert.ok(!JSON.stringify(frames).includes('secret-password'));
});

test('the end of input powers the station off', async () => {
  assert.equal(await station.stop(), 0);
});
