// The charger of station.cpp on the emulated ESP8266: QEMU as a child process, its streams led to a
// central system, and the plugin that watches how flash is read. STATION and OBSERVER name the files.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../interop/station.mjs';

const STREAMS = 40;
const COMMANDS = 3; // The descriptors of the child: commands, then one for each connection.

export class EmulatedStation {
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

  remove() { rmSync(this.folder, { recursive: true, force: true }); }
}
