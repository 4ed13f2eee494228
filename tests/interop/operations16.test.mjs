// Every operation of OCPP 1.6, of all six feature profiles and both directions, with one station and a
// strict central system.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CentralSystem } from './central_system.mjs';
import { Station, until } from './station.mjs';

const calls = [
  'CancelReservation', 'ChangeAvailability', 'ChangeConfiguration', 'ClearCache', 'ClearChargingProfile', 'DataTransfer',
  'GetCompositeSchedule', 'GetConfiguration', 'GetDiagnostics', 'GetLocalListVersion', 'RemoteStartTransaction',
  'RemoteStopTransaction', 'ReserveNow', 'Reset', 'SendLocalList', 'SetChargingProfile', 'TriggerMessage',
  'UnlockConnector', 'UpdateFirmware',
];
const messages = [
  'Authorize', 'BootNotification', 'DataTransfer', 'DiagnosticsStatusNotification', 'FirmwareStatusNotification', 'Heartbeat',
  'MeterValues', 'StartTransaction', 'StatusNotification', 'StopTransaction',
];
const answered = new Set();
const sent = new Set();
// Nobody listens there, so a transfer fails at once.
const nowhere = 'ftp://127.0.0.1:1/files';
let central;
let station;

const got = (action, wanted = () => true) => until(action, () => central.of(action).find(wanted));
const status = (connectorId, wanted) =>
  got('StatusNotification', (each) => each.connectorId === connectorId && each.status === wanted);

/** The confirmation of a call; a CALLERROR is thrown. */
async function call(action, payload = {}) {
  const confirmation = await central.call(action, payload);
  answered.add(action);
  return confirmation;
}
async function accepted(action, payload) {
  assert.equal((await call(action, payload)).status, 'Accepted', action);
}
async function triggered(requestedMessage, wanted = () => true, connectorId = undefined) {
  forget();
  await accepted('TriggerMessage', { requestedMessage, ...(connectorId === undefined ? {} : { connectorId }) });
  return got(requestedMessage, wanted);
}
function forget() {
  for (const { action } of central.received) sent.add(action);
  central.forget();
}

before(async () => {
  central = new CentralSystem(['ocpp1.6']);
  station = new Station(await central.listen(), { evses: 2 }).start();
  for (const connector of [0, 1, 2]) await status(connector, 'Available');
});

after(async () => {
  station.child?.kill('SIGKILL');
  await central.close();
  station.remove();
});

test('RemoteTrigger: each message that can be asked for', async () => {
  await triggered('Heartbeat');
  await triggered('MeterValues', (each) => each.connectorId === 1, 1);
  await triggered('StatusNotification', (each) => each.connectorId === 2 && each.status === 'Available', 2);
  assert.equal((await triggered('FirmwareStatusNotification')).status, 'Idle');
  assert.equal((await triggered('DiagnosticsStatusNotification')).status, 'Idle');
});

test('FirmwareManagement: a download and an upload that fail', async () => {
  forget();
  await call('UpdateFirmware', { location: `${nowhere}/fw.bin`, retrieveDate: new Date(0).toISOString(), retries: 0 });
  await got('FirmwareStatusNotification', (each) => each.status === 'DownloadFailed');
  assert.ok((await call('GetDiagnostics', { location: nowhere, retries: 0 })).fileName);
  await got('DiagnosticsStatusNotification', (each) => each.status === 'UploadFailed');
});

test('LocalAuthListManagement and Reservation', async () => {
  await accepted('SendLocalList', { listVersion: 7, updateType: 'Full', localAuthorizationList: [{ idTag: 'L', idTagInfo: { status: 'Accepted' } }] });
  assert.equal((await call('GetLocalListVersion')).listVersion, 7);
  const expiryDate = new Date(Date.now() + 600000).toISOString();
  await accepted('ReserveNow', { connectorId: 2, reservationId: 5, idTag: 'L', expiryDate });
  await status(2, 'Reserved');
  await accepted('CancelReservation', { reservationId: 5 });
  await status(2, 'Available');
});

test('Core and SmartCharging: sessions, settings, limits', async () => {
  forget();
  await station.command('plug_in');
  await station.command('swipe', { token: 'HERE' });
  await status(1, 'Charging');
  await station.command('swipe', { token: 'HERE' });
  await got('StopTransaction');
  await station.command('plug_out');
  const profile = {
    chargingProfileId: 1, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Relative',
    chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 9 }] },
  };
  await accepted('SetChargingProfile', { connectorId: 2, csChargingProfiles: profile });
  await accepted('RemoteStartTransaction', { connectorId: 2, idTag: 'FAR' });
  await station.command('plug_in', { evse: 2 });
  await status(2, 'Charging');
  const { chargingSchedule } = await call('GetCompositeSchedule', { connectorId: 2, duration: 60, chargingRateUnit: 'A' });
  assert.equal(chargingSchedule.chargingSchedulePeriod[0].limit, 9);
  await accepted('ClearChargingProfile', { id: 1 });
  await accepted('RemoteStopTransaction', { transactionId: 702 });
  await got('StopTransaction', (each) => each.reason === 'Remote');
  assert.equal((await call('UnlockConnector', { connectorId: 2 })).status, 'Unlocked');
  await station.command('plug_out', { evse: 2 });
  assert.equal((await call('GetConfiguration', { key: ['NumberOfConnectors'] })).configurationKey[0].value, '2');
  await accepted('ChangeConfiguration', { key: 'HeartbeatInterval', value: '600' });
  await accepted('ClearCache');
  await accepted('ChangeAvailability', { connectorId: 1, type: 'Inoperative' });
  await status(1, 'Unavailable');
  assert.equal((await call('DataTransfer', { vendorId: 'nobody' })).status, 'UnknownVendorId');
  await station.command('data_transfer', { vendor: 'Maker', data: 'text' });
  await got('DataTransfer');
  forget();
  await accepted('Reset', { type: 'Soft' });
  await got('BootNotification');
});

test('that was every operation, and none broke a schema in either direction', () => {
  forget();
  assert.deepEqual([...answered].sort(), calls);
  assert.deepEqual([...sent].sort(), messages);
  assert.deepEqual(central.failures, []);
});
