// The simulation completes its routine against an echo server and against a central system.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CentralSystem } from '../interop/central_system.mjs';
import { EchoServer, Sketch } from './sketch.mjs';

/** Power integrated by the sketch's library: 7.36 kW from 10 s to 30 s are 40.9 Wh. */
function check_energy(start, stop) {
  const energy = stop.meterStop - start.meterStart;
  assert.ok(energy > 30 && energy < 45, `${energy} Wh`);
}

test('against an echo server the station answers itself', async () => {
  const server = await new EchoServer().listen();
  const sketch = new Sketch(server.port).start();
  try {
    for (const line of ['Charging limit in W: 11000.00', 'Registered. The central system\'s clock: 2026-01-01T00:00:0',
      'EV plugged in', 'Transaction 1 has started', 'EV is full', 'EV unplugged', 'Transaction has stopped'])
      await sketch.says(line);
    check_energy(server.of('StartTransaction')[0], server.of('StopTransaction')[0]);
    await sketch.says('Transaction 2 has started');  // The next round.
  } finally {
    await sketch.end();
    server.close();
  }
});

test('against a strict central system it is an ordinary station', async () => {
  const central = new CentralSystem(['ocpp1.6']);
  await central.listen();
  const sketch = new Sketch(central.port).start();
  try {
    await sketch.says('Transaction has stopped');
    await sketch.says('Transaction 702 has started');
    assert.equal(central.of('BootNotification')[0].chargePointModel, 'Simulation');
    assert.equal(central.of('BootNotification').length, 1);
    assert.equal(central.of('Authorize')[0].idTag, '04A1B2C3D4E5F6');
    const [start] = central.of('StartTransaction');
    const [stop] = central.of('StopTransaction');
    assert.equal(start.idTag, '04A1B2C3D4E5F6');
    assert.equal(stop.transactionId, 701);
    check_energy(start, stop);
    const statuses = central.of('StatusNotification').filter((each) => each.connectorId === 1).map((each) => each.status);
    assert.deepEqual(statuses.slice(0, 6), ['Available', 'Preparing', 'Charging', 'SuspendedEV', 'Finishing', 'Available']);
    assert.equal(String(central.handshake.identity), 'SIMULATION');
    assert.deepEqual(central.failures, []);
  } finally {
    await sketch.end();
    await central.close();
  }
});
