// Reservations of OCPP 1.6 against a strict central system.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CentralSystem } from './central_system.mjs';
import { Station, sleep, until } from './station.mjs';

let central;
let station;

const got = (action, wanted = () => true) => until(action, () => central.of(action).find(wanted));
const status = (connectorId, wanted) =>
  got('StatusNotification', (each) => each.connectorId === connectorId && each.status === wanted);
const reserve = async (connectorId, reservationId, ms, idTag = 'OWNER') => (await central.call('ReserveNow', {
  connectorId, reservationId, idTag, parentIdTag: 'FAMILY', expiryDate: new Date(Date.now() + ms).toISOString(),
})).status;
const cancel = async (reservationId) => (await central.call('CancelReservation', { reservationId })).status;

before(async () => {
  central = new CentralSystem(['ocpp1.6']);
  const url = await central.listen();
  station = new Station(url, { evses: 2 }).start();
  for (const connector of [0, 1, 2]) await status(connector, 'Available');
});

after(async () => {
  station.child?.kill('SIGKILL');
  await central.close();
  station.remove();
});

test('a connector is reserved, kept for its token, and used by it', async () => {
  central.forget();
  assert.equal(await reserve(1, 41, 600000), 'Accepted');
  await status(1, 'Reserved');
  assert.equal(await reserve(1, 42, 600000), 'Occupied');
  const { id, token, group } = (await station.state()).evses[0].reservation;
  assert.deepEqual({ id, token, group }, { id: 41, token: 'OWNER', group: 'FAMILY' });
  await station.command('plug_in');
  await station.command('swipe', { token: 'STRANGER' });
  assert.equal((await got('Authorize')).idTag, 'STRANGER');
  await sleep(300);
  assert.equal((await station.state()).evses[0].status, 'Reserved');
  await station.command('swipe', { token: 'OWNER' });
  await status(1, 'Charging');
  const start = central.last('StartTransaction');
  assert.equal(start.idTag, 'OWNER');
  assert.equal(start.reservationId, 41);
  assert.equal(await cancel(41), 'Rejected');
  await station.command('swipe', { token: 'OWNER' });
  await station.command('plug_out');
  await status(1, 'Available');
});

test('it ends when it is cancelled, and at its time', async () => {
  central.forget();
  assert.equal(await reserve(1, 43, 600000), 'Accepted');
  await status(1, 'Reserved');
  assert.equal(await cancel(43), 'Accepted');
  await status(1, 'Available');
  central.forget();
  assert.equal(await reserve(2, 44, -1000), 'Rejected');
  assert.equal(await reserve(2, 44, 1500), 'Accepted');
  await status(2, 'Reserved');
  await status(2, 'Available');
});

test('it survives SIGKILL', async () => {
  central.forget();
  assert.equal(await reserve(2, 45, 600000), 'Accepted');
  await status(2, 'Reserved');
  await station.kill();
  central.forget();
  station.start();
  await status(2, 'Reserved');
  assert.equal(await cancel(45), 'Accepted');
});

test('connector 0: the last free one is kept', async () => {
  await status(1, 'Available');
  central.forget();
  assert.equal(await reserve(0, 46, 600000), 'Accepted');
  assert.equal((await station.state()).reservation.id, 46);
  await station.command('plug_in');
  await station.command('swipe', { token: 'STRANGER' });
  await status(1, 'Charging');
  await status(2, 'Reserved');
  assert.equal(await cancel(46), 'Accepted');
  await status(2, 'Available');
});

test('a station that takes no reservations', async () => {
  await station.command('reservation', { mode: 'none' });
  assert.equal((await station.state()).reservations, 'none');
  assert.equal(await reserve(2, 47, 600000), 'Rejected');
  assert.equal(await reserve(0, 47, 600000), 'Rejected');
  await station.command('reservation', { mode: 'accept' });
  assert.equal(await reserve(2, 47, 600000), 'Accepted');
});

test('nothing broke a schema in either direction', () => assert.deepEqual(central.failures, []));
