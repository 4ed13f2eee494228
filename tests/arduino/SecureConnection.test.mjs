// TLS: the session goes through only when the server's certificate is right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { until } from '../interop/station.mjs';
import { CentralSystem } from '../interop/central_system.mjs';
import { Sketch } from './sketch.mjs';

const utc = () => Math.floor(Date.now() / 1000);
let folder;
let central;
const read = (name) => readFileSync(path.join(folder, name));

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'plugpoint-certificates-'));
  execFileSync(process.env.CERTIFICATES, [folder]);
  central = new CentralSystem(['ocpp1.6']);
  await central.listen();
});

after(async () => {
  await central.close();
  rmSync(folder, { recursive: true });
});

/** A TLS server with this certificate in front of the central system. */
async function tls_server(name) {
  const server = tls.createServer({ cert: read(`${name}.pem`), key: read(`${name}.key`) }, (secure) => {
    const plain = net.connect(central.port, '127.0.0.1');
    secure.pipe(plain).pipe(secure);
    secure.on('error', () => plain.destroy());
    plain.on('error', () => secure.destroy());
    secure.on('close', () => plain.destroy());
  });
  server.on('tlsClientError', () => {});
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function attempt(certificate, env, work) {
  central.forget();
  const server = await tls_server(certificate);
  const sketch = new Sketch(server.address().port, { env });
  writeFileSync(path.join(sketch.folder, 'ca.pem'), read('ca.pem'));
  sketch.start();
  try {
    await work(sketch);
  } finally {
    await sketch.end();
    server.close();
  }
}

test('a server whose certificate is right is connected to, with the password', () =>
  attempt('right', { ARDUINO_SHIM_UTC: utc() }, async (sketch) => {
    await sketch.says('Registered over TLS');
    assert.equal(String(central.handshake.password), 'at least 16 characters');
    await until('statuses', () => central.of('StatusNotification').length === 2);
    // A message longer than a TLS record of ours, both ways.
    const keys = await central.call('GetConfiguration', {});
    assert.ok(keys.configurationKey.length > 20);
  }));

for (const [certificate, why] of [
  ['other_name', 'is for another host name'],
  ['expired', 'is not valid at this time'],
  ['self_signed', 'is not signed by a CA that is trusted'],
])
  test(`a server is refused whose certificate ${why}`, () =>
    attempt(certificate, { ARDUINO_SHIM_UTC: utc() }, async (sketch) => {
      await sketch.says(why);
      assert.equal(central.of('BootNotification').length, 0);
    }));

test('without the time nothing is trusted', () =>
  attempt('right', { ARDUINO_SHIM_UTC: 0 }, async (sketch) => {
    await sketch.says('cannot be checked without the time');
    assert.equal(central.of('BootNotification').length, 0);
  }));
