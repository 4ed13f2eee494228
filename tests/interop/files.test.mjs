// Firmware and diagnostics over real servers: HTTP of Node.js, FTP of pyftpdlib.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CentralSystem } from './central_system.mjs';
import { Station, until } from './station.mjs';

const image = Buffer.concat([Buffer.from('Plugpoint-Firmware: 2.5.0\n'), randomBytes(3_000_000)]);
const etag = `"${createHash('sha1').update(image).digest('hex')}"`;
const folder = mkdtempSync(path.join(tmpdir(), 'plugpoint-files-'));
const requests = [];
const uploads = new Map();
let cutAfter = Infinity; // The next download's connection is cut after so many bytes.
let central;
let station;
let web;
let ftp;
let ftpPort;

/** An HTTP server with ranges; its files are all the same image. */
function serve(request, response) {
  requests.push({ method: request.method, url: request.url, range: request.headers.range, ifRange: request.headers['if-range'] });
  if (request.method === 'PUT') {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      if (request.url.startsWith('/closed')) return response.writeHead(403).end();
      uploads.set(request.url, Buffer.concat(pieces).toString());
      return response.writeHead(201).end();
    });
    return undefined;
  }
  if (request.url.startsWith('/missing')) return response.writeHead(404).end('no such file');
  if (request.url.startsWith('/huge')) return response.writeHead(200, { 'Content-Length': 2 ** 40 }).write('x');
  if (request.url.startsWith('/moved')) return response.writeHead(302, { Location: '/box-3.0.bin' }).end();
  if (request.url.startsWith('/bad')) return response.writeHead(200).end('Plugpoint-Firmware:\n');
  const from = request.headers.range && request.headers['if-range'] === etag
    ? Number(/bytes=(\d+)-/.exec(request.headers.range)[1]) : 0;
  const body = image.subarray(from);
  const headers = { ETag: etag, 'Content-Length': body.length };
  if (from > 0) headers['Content-Range'] = `bytes ${from}-${image.length - 1}/${image.length}`;
  response.writeHead(from > 0 ? 206 : 200, headers);
  if (cutAfter === Infinity) return response.end(body);
  const limit = cutAfter;
  cutAfter = Infinity;
  return response.write(body.subarray(0, limit), () => setTimeout(() => request.socket.destroy(), 100));
}

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const listens = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1').on('connect', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
});

before(async () => {
  web = http.createServer(serve).listen(0, '127.0.0.1');
  ftpPort = await freePort();
  mkdirSync(path.join(folder, 'logs'));
  writeFileSync(path.join(folder, 'box-4.0.bin'), image.subarray(1000));
  // Debian's interpreter, whose module it is.
  ftp = spawn('/usr/bin/python3', ['-m', 'pyftpdlib', '-i', '127.0.0.1', '-p', String(ftpPort), '-w', '-d', folder, '-u', 'me', '-P', 'topsecret'], { stdio: 'ignore' });
  central = new CentralSystem(['ocpp1.6']);
  station = new Station(await central.listen(), {
    firmwareVersion: '1.0', variables: { 'OCPPCommCtrlr.RetryBackOffRandomRange': 0, 'OCPPCommCtrlr.RetryBackOffWaitMinimum': 1 },
  }).start();
  await until('the registration', () => central.last('StatusNotification'));
  await until('the FTP server', () => listens(ftpPort));
});

after(async () => {
  station.child?.kill('SIGKILL');
  ftp.kill();
  web.closeAllConnections();
  web.close();
  await central.close();
  station.remove();
  rmSync(folder, { recursive: true, force: true });
});

const here = (file) => `http://127.0.0.1:${web.address().port}/${file}`;
const there = (file) => `ftp://me:topsecret@127.0.0.1:${ftpPort}/${file}`;
const statuses = (action = 'FirmwareStatusNotification') => central.of(action).map(({ status }) => status);
const update = (location, more = {}) => {
  central.forget();
  requests.length = 0;
  return central.call('UpdateFirmware', { location, retrieveDate: new Date().toISOString(), retries: 0, ...more });
};
const diagnose = (location, more = {}) => {
  central.forget();
  return central.call('GetDiagnostics', { location, retries: 0, ...more });
};
const whole = ['Downloading', 'Downloaded', 'Installing', 'Installed'];
const installed = () => until('Installed', () => statuses().includes('Installed'));
const uploadEnd = () => until('the end of the upload', () => statuses('DiagnosticsStatusNotification').length === 2);

test('what it can do is in its configuration', async () => {
  const { configurationKey } = await central.call('GetConfiguration', { key: ['SupportedFileTransferProtocols', 'SupportedFeatureProfiles'] });
  assert.equal(configurationKey[0].value, 'FTP,FTPS,HTTP,HTTPS');
  assert.match(configurationKey[1].value, /FirmwareManagement/);
});

test('P09: over HTTP: downloaded, installed, restarted, reported', async () => {
  await update(here('moved'));
  await installed();
  assert.deepEqual(statuses(), whole);
  assert.equal(central.last('BootNotification').firmwareVersion, '2.5.0');
  const actions = central.received.map(({ action }) => action);
  assert.ok(actions.indexOf('BootNotification') < actions.lastIndexOf('FirmwareStatusNotification'));
  await until('Available', () => central.of('StatusNotification').some((each) => each.connectorId === 1 && each.status === 'Available'));
  assert.equal((await station.state()).firmware.version, '2.5.0');
});

test('P09: over FTP, with a password that no log shows', async () => {
  await update(there('box-4.0.bin'));
  await installed();
  assert.deepEqual(statuses(), whole);
  assert.equal(central.last('BootNotification').firmwareVersion, 'box-4.0');
});

test('P09: a cut connection goes on where it stopped', async () => {
  cutAfter = 1_000_000;
  await update(here('box.bin'), { retries: 1, retryInterval: 1 });
  await installed();
  assert.deepEqual(statuses(), whole);
  assert.equal(requests.length, 2);
  assert.match(requests[1].range, /^bytes=[1-9]\d*-$/);
  assert.equal(requests[1].ifRange, etag);
  assert.equal(central.last('BootNotification').firmwareVersion, '2.5.0', 'the first bytes are still there');
});

test('P09: SIGKILL within a download: it goes on after the restart', async () => {
  cutAfter = 500_000;
  await update(here('box.bin'), { retries: 1, retryInterval: 3600 });
  await until('Downloading', () => statuses().includes('Downloading'));
  const part = path.join(station.config.state, 'firmware.bin.part');
  await until('a part', () => existsSync(part) && statSync(part).size > 100_000);
  await station.kill();
  assert.equal(statSync(part).mode & 0o077, 0);
  station.start();
  await installed();
  assert.equal(requests.at(-1).ifRange, etag);
});

test('P09: what is not there is a failed download, and the firmware stays', async () => {
  await update(here('missing'));
  await until('DownloadFailed', () => statuses().length === 2);
  assert.deepEqual(statuses(), ['Downloading', 'DownloadFailed']);
  await update(here('huge'));
  await until('DownloadFailed', () => statuses().length === 2);
  assert.equal((await station.state()).firmware.download.state, 'idle');
  assert.equal(existsSync(path.join(station.config.state, 'firmware.bin.part')), false, 'what does not fit is not kept');
  assert.equal(central.of('BootNotification').length, 0);
});

test('P09: what is no firmware fails to install', async () => {
  await update(here('bad'));
  await until('InstallationFailed', () => statuses().includes('InstallationFailed'));
  assert.deepEqual(statuses(), ['Downloading', 'Downloaded', 'Installing', 'InstallationFailed']);
  await until('Available', () => central.of('StatusNotification').at(-1)?.status === 'Available');
});

test('P10: the log goes to an HTTP server, with what happened', async () => {
  const { fileName } = await diagnose(here('logs/'));
  await uploadEnd();
  assert.deepEqual(statuses('DiagnosticsStatusNotification'), ['Uploading', 'Uploaded']);
  const log = uploads.get(`/logs/${fileName}`);
  for (const each of [/the power is on/, /registered/, /download of http/, /download of ftp:\/\/127/]) assert.match(log, each);
});

test('P10: only the lines of the time that is asked for', async () => {
  const { fileName } = await diagnose(here('logs'), { startTime: '2020-01-01T00:00:00Z', stopTime: '2020-01-02T00:00:00Z' });
  assert.equal(fileName, undefined, 'there is no log of that time');
  const from = new Date().toISOString();
  await station.command('network', { up: true });
  const second = await diagnose(here('logs'), { startTime: from });
  await uploadEnd();
  for (const line of uploads.get(`/logs/${second.fileName}`).trim().split('\n')) assert.ok(line.slice(0, 24) >= from, line);
});

test('P10: the log goes to an FTP server', async () => {
  const { fileName } = await diagnose(there('logs'));
  await uploadEnd();
  assert.deepEqual(statuses('DiagnosticsStatusNotification'), ['Uploading', 'Uploaded']);
  assert.match(readFileSync(path.join(folder, 'logs', fileName), 'utf8'), /registered/);
});

test('P10: an upload that the server refuses has failed', async () => {
  for (const location of [here('closed'), there('no/such/folder'), 'ftp://127.0.0.1:1/files']) {
    await diagnose(location);
    await uploadEnd();
    assert.deepEqual(statuses('DiagnosticsStatusNotification'), ['Uploading', 'UploadFailed'], location);
  }
});

test('the control interface decides what comes of it', async () => {
  await station.command('log', { available: false });
  assert.deepEqual(await diagnose(here('logs')), {});
  await station.command('log', { result: 'upload_failed' });
  await diagnose(here('logs'));
  await uploadEnd();
  assert.equal(statuses('DiagnosticsStatusNotification').at(-1), 'UploadFailed');
  await station.command('firmware', { result: 'download_failed' });
  await update(here('box.bin'));
  await until('DownloadFailed', () => statuses().at(-1) === 'DownloadFailed');
  await station.command('firmware', { result: 'installation_failed' });
  await update(here('box-9.bin'));
  await until('InstallationFailed', () => statuses().at(-1) === 'InstallationFailed');
  await station.command('firmware', { result: 'ok' });
  await update(here('box-9.bin'));
  await installed();
  assert.equal(central.last('BootNotification').firmwareVersion, 'box-9');
  assert.equal(requests.length, 0, 'without the network');
});

test('no file of the station shows a password to others, and no log shows it at all', () => {
  assert.equal(station.stderr.includes('topsecret'), false);
  assert.equal(readFileSync(station.config.log, 'utf8').includes('topsecret'), false);
  for (const name of readdirSync(station.config.state)) {
    const file = path.join(station.config.state, name);
    assert.equal(statSync(file).mode & 0o077, 0, name);
    if (/log$/.test(name)) assert.equal(readFileSync(file, 'utf8').includes('topsecret'), false, name);
  }
  assert.deepEqual(central.failures, []);
});
