// A whole charger on the emulated ESP8266 against a strict central system: boot, sessions, smart
// charging, offline, and power cuts (QEMU killed and started again on the same storage) with nothing
// lost. The plugin of QEMU watches that flash is read in whole words all the while.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CentralSystem } from '../interop/central_system.mjs';
import { sleep, until } from '../interop/station.mjs';

const STREAMS = 40;
const COMMANDS = 3; // The descriptors of the child: commands, then one for each connection.

class EmulatedStation {
  constructor(port) {
    this.port = port;
    this.folder = mkdtempSync(path.join(tmpdir(), 'plugpoint-lx106-'));
    this.network = true;
    this.register = 1000;
    this.links = new Set();
    this.starts = 0;
    this.narrow = [];
  }

  start() {
    this.report = path.join(this.folder, `report-${++this.starts}`);
    const file = path.join(this.folder, 'flash');
    const args = [process.env.STATION, file, this.register, COMMANDS, COMMANDS + 1, COMMANDS + STREAMS];
    this.output = '';
    this.child = spawn('qemu-system-xtensa', [
      '-cpu', 'lx106', '-M', 'sim', '-display', 'none', '-monitor', 'none', '-serial', 'stdio',
      '-semihosting-config', `enable=on,target=native,${args.map((each) => `arg=${each}`).join(',')}`,
      '-kernel', process.env.STATION, '-plugin', `${process.env.OBSERVER},out=${this.report},check=on`,
    ], { stdio: Array(COMMANDS + 1 + STREAMS).fill('pipe') });
    this.child.stdin.end();
    this.child.stdout.on('data', (data) => { this.output += data; });
    this.child.stderr.on('data', (data) => { this.output += data; });
    for (const pipe of this.child.stdio.slice(COMMANDS + 1)) this.bridge(pipe);
    this.child.stdio[COMMANDS].on('error', () => {});
    this.exited = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve(code ?? signal)));
    return this;
  }

  /** Its first bytes are what opens a connection of the station; without a network it is lost. */
  bridge(pipe) {
    pipe.on('error', () => {});
    pipe.once('data', (first) => {
      if (!this.network) return pipe.destroy();
      const socket = net.connect(this.port, '127.0.0.1');
      const link = { cut: () => { socket.destroy(); pipe.destroy(); } };
      this.links.add(link);
      socket.on('error', () => {});
      for (const each of [socket, pipe]) each.on('close', () => { link.cut(); this.links.delete(link); });
      socket.write(first);
      pipe.pipe(socket);
      socket.pipe(pipe);
    });
  }

  cut_network() {
    this.network = false;
    for (const link of this.links) link.cut();
  }

  command(text) { this.child.stdio[COMMANDS].write(`${text}\n`); }
  says(pattern) { return until(String(pattern), () => this.output.match(pattern)); }

  /** Power off, in the middle of whatever happens. The meter of a charger keeps its register. */
  async kill(register) {
    this.register = register;
    this.child.kill('SIGKILL');
    await this.exited;
    this.look_for_narrow_accesses();
  }

  async stop() {
    this.command('exit');
    const code = await this.exited;
    this.look_for_narrow_accesses();
    return code;
  }

  look_for_narrow_accesses() {
    this.narrow.push(...readFileSync(this.report, 'utf8').split('\n').filter((line) => line.startsWith('narrow')));
  }
}

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
  rmSync(station.folder, { recursive: true, force: true });
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
