// Runs the simulator as a child process and talks to its control interface.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const binary = process.env.PLUGPOINT ?? 'plugpoint';

export class Station {
  /** `config`: members of the configuration file; the state is kept between restarts. */
  constructor(url, config = {}) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'plugpoint-interop-'));
    this.config = {
      url, id: 'CP1', state: path.join(this.folder, 'state'), log: path.join(this.folder, 'frames.jsonl'),
      control: 'stdio', ...config,
    };
    this.stderr = '';
  }

  start() {
    const file = path.join(this.folder, 'config.json');
    writeFileSync(file, JSON.stringify(this.config));
    this.child = spawn(binary, ['run', '--config', file], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.waiting = [];
    this.exited = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve(code ?? signal)));
    this.child.stderr.on('data', (data) => { this.stderr += data; });
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.waiting.shift()?.(JSON.parse(line));
    });
    return this;
  }

  /** Sends one line as it is; resolves with the answer. */
  line(text) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to ${text}\n${this.stderr}`)), 30000);
      this.waiting.push((answer) => { clearTimeout(timer); resolve(answer); });
      this.child.stdin.write(`${text}\n`);
    });
  }

  async command(cmd, args = {}) {
    const answer = await this.line(JSON.stringify({ cmd, ...args }));
    if (!answer.ok) throw new Error(`${cmd}: ${answer.error}`);
    return answer;
  }

  async state() { return (await this.command('state')).state; }

  frames() {
    return readFileSync(this.config.log, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  }

  /** Power off: end of input. */
  async stop() {
    this.child.stdin.end();
    const code = await this.exited;
    return code;
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  remove() { rmSync(this.folder, { recursive: true, force: true }); }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `condition` gives something true. */
export async function until(what, condition, ms = 60000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(20);
  }
}
