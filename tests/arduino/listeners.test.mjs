// Every listener of every request, in good and bad days.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep } from '../interop/station.mjs';
import { CentralSystem } from '../interop/central_system.mjs';
import { Sketch, with_central_system } from './sketch.mjs';

const silence = () => new Promise(() => {});
const failure = () => { throw new Error('no'); };
const accepted = { idTagInfo: { status: 'Accepted' } };
const says_in_order = async (sketch, ...texts) => {
  for (const text of texts) await sketch.says(text);
  const places = texts.map((text) => sketch.lines.findIndex((line) => line.includes(text)));
  assert.deepEqual(places, [...places].sort((a, b) => a - b), sketch.lines.join('\n'));
};

test('a session', () => with_central_system(async ({ central, sketch, got, status }) => {
  await says_in_order(sketch, 'limit 11000', 'boot conf Accepted');
  sketch.serial('id');
  await sketch.says('id -1');
  sketch.serial('authorize TAG');
  await sketch.says('authorize conf Accepted');
  sketch.serial('start');
  await says_in_order(sketch, 'permitted', 'start conf 701');
  sketch.serial('id');
  await sketch.says('id 701');
  await status(1, 'Charging');
  assert.equal((await central.call('UnlockConnector', { connectorId: 1 })).status, 'Unlocked');
  await got('StopTransaction', (each) => each.reason === 'UnlockCommand');
  sketch.forget();
  sketch.serial('start');  // With the tag that was authorized.
  await sketch.says('start conf 702');
  sketch.serial('stop');
  await says_in_order(sketch, 'not permitted', 'stop conf');
  assert.equal(central.of('StartTransaction')[1].idTag, 'TAG');
  sketch.serial('id');
  await sketch.says('id -1');
}));

test('authorize: refused, error, timeout, busy', () => with_central_system(async ({ central, sketch }) => {
  await sketch.says('boot conf');
  central.answers.Authorize = () => ({ idTagInfo: { status: 'Blocked' } });
  sketch.serial('authorize A');
  await sketch.says('authorize conf Blocked');
  central.answers.Authorize = failure;
  sketch.serial('authorize B');
  await says_in_order(sketch, 'authorize error GenericError no', 'authorize abort');
  sketch.forget();
  central.answers.Authorize = silence;
  sketch.serial('authorize C');
  await sleep(200);
  sketch.serial('authorize D');  // One is under way.
  await sketch.says('authorize abort');
  assert.ok(!sketch.lines.includes('authorize timeout'));
  sketch.forget();
  await says_in_order(sketch, 'authorize timeout', 'authorize abort');
  sketch.forget();
  sketch.serial('repeat');
  sketch.serial(`authorize ${'x'.repeat(21)}`);  // Longer than an idTag may be.
  await sketch.says('authorize abort');
  await sketch.says('1 to 20 characters');
}));

test('start: a timeout is told once, and the conf when it comes', () => with_central_system(async ({ central, sketch, got }) => {
  await sketch.says('boot conf');
  let silent = true;
  central.answers.StartTransaction = () => (silent ? silence() : { transactionId: 9, ...accepted });
  sketch.serial('start');
  await says_in_order(sketch, 'start timeout', 'start abort');
  sketch.serial('id');
  await sketch.says('id 0');
  assert.equal(central.of('StartTransaction')[0].idTag, 'NO-AUTHORIZATION');
  silent = false;
  await sketch.says('start conf 9');
  assert.equal(sketch.lines.filter((line) => line === 'start abort').length, 1);
  central.answers.StopTransaction = failure;
  sketch.serial('stop');
  await says_in_order(sketch, 'stop error GenericError no', 'stop abort');
  central.answers.StopTransaction = () => accepted;
  await sketch.says('stop conf');
  await got('StopTransaction', (each) => each.transactionId === 9);
}));

test('start: an error is told, and the conf when it comes; stop: a timeout', () => with_central_system(async ({ central, sketch }) => {
  await sketch.says('boot conf');
  central.answers.StartTransaction = failure;
  sketch.serial('start');
  await says_in_order(sketch, 'start error GenericError no', 'start abort');
  central.answers.StartTransaction = () => ({ transactionId: 9, ...accepted });
  await sketch.says('start conf 9');
  let silent = true;
  central.answers.StopTransaction = () => (silent ? silence() : accepted);
  sketch.serial('stop');
  await says_in_order(sketch, 'stop timeout', 'stop abort');
  silent = false;
  await sketch.says('stop conf');
}));

test('remote start and stop, with and without a plug sampler', () => with_central_system(async ({ central, sketch, got }) => {
  await sketch.says('boot conf');
  await central.call('RemoteStartTransaction', { idTag: 'REMOTE' });
  await sketch.says('remote start conf Accepted');
  sketch.serial('start');
  await sketch.says('start conf 701');
  assert.equal(central.of('StartTransaction')[0].idTag, 'REMOTE');
  await central.call('RemoteStopTransaction', { transactionId: 701 });
  await sketch.says('remote stop conf Accepted');
  sketch.serial('stop');  // It has ended by itself: only its conf may still come, or nothing.
  await got('StopTransaction', (each) => each.reason === 'Remote');
  sketch.serial('sampler');
  sketch.serial('energy');
  await central.call('RemoteStartTransaction', { idTag: 'REMOTE2' });
  sketch.serial('plug');
  const start = await got('StartTransaction', (each) => each.idTag === 'REMOTE2');
  assert.equal(start.meterStart, 1234);
  sketch.forget();
  await sleep(200);
  sketch.serial('start');  // The station was first: its answer is told.
  await sketch.says('start conf 702');
  sketch.serial('unplug');
  await got('StopTransaction', (each) => each.reason === 'EVDisconnected');
}));

test('boot: who is told, again and after a failure', () => with_central_system(async ({ central, sketch, got }) => {
  await sketch.says('boot conf Accepted');
  sketch.forget();
  central.answers.BootNotification = failure;
  sketch.serial('boot');
  await says_in_order(sketch, 'boot error GenericError no', 'boot abort');
  await got('BootNotification', (each) => each.chargePointModel === 'Again');
  sketch.forget();
  central.answers.BootNotification = silence;
  sketch.serial('boot');
  await says_in_order(sketch, 'boot timeout', 'boot abort');
  assert.equal((await central.call('Reset', { type: 'Hard' })).status, 'Accepted');
  await says_in_order(sketch, 'reset conf Accepted', 'hard reset');
}));

test('a transaction begins and ends while nobody can be reached', async () => {
  const central = new CentralSystem(['ocpp1.6']);
  await central.listen();
  const { port } = central;
  await central.close();
  const sketch = new Sketch(port).start();
  try {
    await sketch.says('the server does not accept the connection');
    await sketch.says('limit 11000');
    sketch.serial('start');
    await sketch.says('permitted');
    sketch.serial('authorize TAG');
    await says_in_order(sketch, 'authorize timeout', 'authorize abort');
    await sleep(300);
    sketch.serial('stop');
    await sketch.says('not permitted');
    sketch.serial('start');  // The next one, while the first waits for its answers.
    await sleep(300);
    await central.listen(port);
    await sketch.says('start conf 702', 60000);
    sketch.serial('id');
    await sketch.says('stop conf');
    await says_in_order(sketch, 'start conf 701', 'stop conf', 'start conf 702');
    await sketch.says('id 702');
    // An outage is no failure of a start or stop: neither was aborted.
    assert.ok(!sketch.lines.some((line) => /^(start|stop) (abort|timeout|error)/.test(line)), sketch.lines.join('\n'));
    assert.ok(central.of('StopTransaction')[0].meterStop > 0);
    assert.deepEqual(central.failures, []);
  } finally {
    await sketch.end();
    await central.close();
  }
});

test('while Wi-Fi connects nothing is tried; then it is at once', () => with_central_system(async ({ sketch }) => {
  await sketch.says('limit 11000');
  sketch.serial('start');
  await sketch.says('permitted');
  await sketch.says('boot conf');
  await sketch.says('start conf');
  assert.ok(!sketch.lines.some((line) => line.includes('error')), sketch.lines.join('\n'));
}, { env: { ARDUINO_SHIM_WIFI_MS: 8000 } }));
