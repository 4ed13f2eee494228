// The bare-metal example charges once against a strict central system, over the UART of the emulated
// board.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { CentralSystem } from '../interop/central_system.mjs';

test('a session over the serial line', { timeout: 60000 }, async () => {
  const central = new CentralSystem(['ocpp1.6']);
  await central.listen();
  const child = spawn('qemu-system-arm', [
    '-M', 'mps2-an385', '-display', 'none', '-monitor', 'none', '-serial', `tcp:127.0.0.1:${central.port},nodelay=on`,
    '-semihosting-config', 'enable=on,target=native', '-kernel', process.env.STATION,
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data; });
  const timer = setTimeout(() => child.kill('SIGKILL'), 50000);
  const code = await new Promise((resolve) => child.on('exit', (status, signal) => resolve(status ?? signal)));
  clearTimeout(timer);
  await central.close();
  assert.equal(code, 0, output);
  assert.equal(central.last('BootNotification').chargePointModel, 'Box');
  const [start, stop] = [central.last('StartTransaction'), central.last('StopTransaction')];
  assert.deepEqual([start.idTag, start.meterStart, stop.meterStop, stop.reason ?? 'Local'], ['TAG1', 0, 10, 'Local']);
  assert.deepEqual(central.failures, []);
});
