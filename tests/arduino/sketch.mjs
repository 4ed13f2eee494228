// Runs a sketch, built for Linux on tests/arduino_shim, as a child process.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { CentralSystem } from '../interop/central_system.mjs';
import { until } from '../interop/station.mjs';

const { WebSocketServer } = createRequire(new URL('../interop/package.json', import.meta.url))('ws');

export class Sketch {
  /** Every host name leads to `port` of this machine. `speed`: how fast the sketch's clock runs. */
  constructor(port, { speed = 20, env = {} } = {}) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'plugpoint-sketch-'));
    this.env = { ARDUINO_SHIM_PORT: port, ARDUINO_SHIM_SPEED: speed, ARDUINO_SHIM_FS: this.folder, ...env };
    this.lines = [];
    this.stderr = '';
  }

  start() {
    this.child = spawn(process.env.SKETCH, [], { env: { ...process.env, ...this.env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve(code ?? signal)));
    this.child.stdin.on('error', () => {});
    this.child.stderr.on('data', (data) => { this.stderr += data; });
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(line.trimEnd());
      this.waited ||= line.startsWith('#waits');
    });
    return this;
  }

  /** Waits for a line of the serial monitor, or of the pins, that contains `text`. */
  async says(text, ms = 20000) {
    return until(`"${text}"; so far:\n${this.lines.join('\n')}\n${this.stderr}`, () => this.lines.find((line) => line.includes(text)), ms)
      .catch((error) => { throw new Error(`${error.message}\n${this.lines.join('\n')}\n${this.stderr}`); });
  }

  pin(number, value) { this.child.stdin.write(`pin ${number} ${value}\n`); }
  analog(number, value) { this.child.stdin.write(`analog ${number} ${value}\n`); }
  serial(text) { this.child.stdin.write(`serial ${text}\n`); }
  forget() { this.lines.length = 0; }

  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async end() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A WebSocket server that sends every message back. */
export class EchoServer {
  async listen() {
    this.frames = [];
    this.server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'ocpp1.6', perMessageDeflate: false });
    this.server.on('connection', (socket) => socket.on('message', (data) => {
      this.frames.push(JSON.parse(data));
      socket.send(String(data));
    }));
    await until('the echo server', () => this.server.address());
    this.port = this.server.address().port;
    return this;
  }

  /** Payloads of the station's calls of an action. */
  of(action) { return this.frames.filter(([type, , name]) => type === 2 && name === action).map((frame) => frame[3]); }

  close() {
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }
}

/** Runs `work` with a strict central system and the sketch connected to it; no frame may be wrong. */
export async function with_central_system(work, options = {}) {
  const central = new CentralSystem([options.protocol ?? 'ocpp1.6'], options.answers);
  await central.listen();
  const sketch = new Sketch(options.port ? await options.port(central.port) : central.port, options).start();
  const got = (action, wanted = () => true) => until(`${action}\n${sketch.lines.join('\n')}`, () => central.of(action).find(wanted));
  const status = (connectorId, wanted) =>
    got('StatusNotification', (each) => each.connectorId === connectorId && each.status === wanted);
  try {
    await work({ central, sketch, got, status });
    // The library never waits: not to connect, not to look up a name, not for an answer.
    if (sketch.waited) throw new Error('something called delay or yield');
    if (central.failures.length) throw new Error(central.failures.join('\n'));
  } finally {
    await sketch.end();
    await central.close();
  }
}
