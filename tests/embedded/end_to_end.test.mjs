// A whole charger on the emulated ESP8266 against a strict central system: boot, sessions, smart
// charging, offline, and power cuts (QEMU killed and started again on the same storage) with nothing
// lost. The plugin of QEMU watches that flash is read in whole words all the while.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CentralSystem } from '../interop/central_system.mjs';
import { sleep, until } from '../interop/station.mjs';
import { EmulatedStation } from './emulated_station.mjs';

let central;
let station;
const got = (action, wanted = () => true) => until(action, () => central.of(action).find(wanted));
const status = (connectorId, wanted) =>
  got('StatusNotification', (each) => each.connectorId === connectorId && each.status === wanted);

async function begin_session(connector, tag) {
  central.forget();
  station.command(`plug ${connector}`);
  await status(connector, 'Preparing');
  station.command(`tap ${connector} ${tag}`);
  await got('StartTransaction');
  await status(connector, 'Charging');
}

before(async () => {
  central = new CentralSystem(['ocpp1.6']);
  await central.listen();
  station = new EmulatedStation(central.port).start();
});

after(async () => {
  station.child.kill('SIGKILL');
  await central.close();
  station.remove();
});

test('boots', async () => {
  assert.equal((await got('BootNotification')).chargePointModel, 'Emulated');
  for (const connector of [0, 1, 2]) await status(connector, 'Available');
  assert.ok((await central.call('GetConfiguration')).configurationKey.length > 30);
});

test('a session with meter values, a charging profile and a stop', async () => {
  await begin_session(1, 'TAG1');
  const start = central.last('StartTransaction');
  assert.deepEqual([start.idTag, start.meterStart], ['TAG1', 1000]);
  station.command('power 360000');
  await got('MeterValues', (each) => each.transactionId === 701);
  const chargingProfile = {
    chargingProfileId: 1, stackLevel: 0, chargingProfilePurpose: 'TxProfile', transactionId: 701,
    chargingProfileKind: 'Relative',
    chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] },
  };
  const answer = await central.call('SetChargingProfile', { connectorId: 1, csChargingProfiles: chargingProfile });
  assert.equal(answer.status, 'Accepted');
  await station.says(/limit 1 10000 mA/);
  const composite = await central.call('GetCompositeSchedule', { connectorId: 1, duration: 600, chargingRateUnit: 'A' });
  assert.equal(composite.chargingSchedule.chargingSchedulePeriod[0].limit, 10);
  await sleep(300);
  station.command('tap 1 TAG1');
  const stop = await got('StopTransaction');
  assert.equal(stop.transactionId, 701);
  assert.ok(stop.meterStop > start.meterStart, 'energy has flown');
  station.command('unplug 1');
  await status(1, 'Available');
});

test('a session while offline is told afterwards, in order', async () => {
  central.forget();
  station.cut_network();
  await sleep(200);
  station.command('plug 2');
  await sleep(300);
  station.command('tap 2 TAG2');
  await station.says(/permit 2 1/);
  await sleep(1200);
  station.command('tap 2 TAG2');
  await station.says(/permit 2 0/);
  station.command('unplug 2');
  assert.equal(central.received.length, 0);
  station.network = true;
  const stop = await got('StopTransaction');
  const order = central.received.map(({ action }) => action).filter((each) => /Transaction/.test(each));
  assert.deepEqual(order, ['StartTransaction', 'StopTransaction']);
  const start = central.last('StartTransaction');
  assert.deepEqual([start.connectorId, start.idTag, stop.transactionId], [2, 'TAG2', 702]);
  assert.ok(Date.parse(stop.timestamp) - Date.parse(start.timestamp) >= 1000, 'times are those of the session');
});

test('a power cut in a session: it is stopped with the last value and its time', async () => {
  await begin_session(1, 'TAG3');
  const cut = Date.now();
  const last = await got('MeterValues', (each) => each.transactionId === 703);
  await station.kill(5000);
  central.forget();
  station.start();
  const stop = await got('StopTransaction');
  assert.deepEqual([stop.transactionId, stop.reason], [703, 'PowerLoss']);
  const value = Number(last.meterValue[0].sampledValue[0].value);
  assert.ok(stop.meterStop >= value && stop.meterStop <= 5000, `${stop.meterStop} after ${value}`);
  assert.ok(Math.abs(Date.parse(stop.timestamp) - cut) < 10000, stop.timestamp);
  assert.equal(central.of('StopTransaction').length, 1);
});

test('a power cut with messages that wait: each is delivered once', async () => {
  await status(1, 'Available');
  central.forget();
  station.cut_network();
  await sleep(200);
  for (const tag of ['TAG4', 'TAG5']) {
    const permitted = station.output.match(/permit 2 1/g)?.length ?? 0;
    station.command('plug 2');
    await sleep(200);
    station.command(`tap 2 ${tag}`);
    await until('the session', () => (station.output.match(/permit 2 1/g)?.length ?? 0) > permitted);
    station.command(`tap 2 ${tag}`);
    await sleep(200);
    station.command('unplug 2');
    await sleep(200);
  }
  await station.kill(6000);
  station.network = true;
  station.start();
  await until('both sessions', () => central.of('StopTransaction').length === 2);
  await sleep(1500);
  const told = central.received.filter(({ action }) => /Transaction/.test(action));
  assert.deepEqual(told.map(({ action, payload }) => [action, payload.idTag ?? payload.transactionId]), [
    ['StartTransaction', 'TAG4'], ['StopTransaction', 'TAG4'], ['StartTransaction', 'TAG5'], ['StopTransaction', 'TAG5'],
  ]);
});

test('no frame broke the schemas, and flash was read in whole words', async () => {
  assert.equal(await station.stop(), 0, station.output);
  assert.deepEqual(central.failures, []);
  assert.deepEqual(station.narrow, []);
  assert.ok(central.frames > 50);
});
