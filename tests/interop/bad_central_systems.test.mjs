// Central systems that misbehave. After each of them the station completes a session.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { Station, sleep, until } from './station.mjs';

let server;
let station;
let socket;
let seen = [];
let behave = answer;
let onText = () => {};

const now = () => new Date().toISOString();

function confirmation(action) {
  const idTagInfo = { status: 'Accepted' };
  return {
    BootNotification: { status: 'Accepted', currentTime: now(), interval: 300 },
    Heartbeat: { currentTime: now() }, Authorize: { idTagInfo }, StopTransaction: { idTagInfo },
    StartTransaction: { transactionId: 41, idTagInfo }, DataTransfer: { status: 'Accepted' },
  }[action] ?? {};
}

function answer([, id, action], ws) { ws.send(JSON.stringify([3, id, confirmation(action)])); }

function accept(ws) {
  socket = ws;
  ws.on('error', () => {});
  ws.on('message', (data) => {
    const frame = JSON.parse(data);
    seen.push(frame);
    if (frame[0] === 2) behave(frame, ws);
    else onText(frame);
  });
}

before(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'ocpp1.6', perMessageDeflate: false });
  server.on('connection', accept);
  await until('the server', () => server.address());
  station = new Station(`ws://127.0.0.1:${server.address().port}/ocpp`, {
    ocpp: '1.6',
    variables: {
      MessageTimeout: 1, TransactionMessageRetryInterval: 1, TransactionMessageAttempts: 3, WebSocketPingInterval: 2, MeterValueSampleInterval: 0,
      'OCPPCommCtrlr.RetryBackOffWaitMinimum': 1, 'OCPPCommCtrlr.RetryBackOffRandomRange': 0, 'OCPPCommCtrlr.RetryBackOffRepeatTimes': 0,
    },
  }).start();
  await until('the boot', () => seen.some((each) => each[2] === 'BootNotification'));
});

after(() => {
  station.child.kill('SIGKILL');
  station.remove();
  for (const client of server.clients) client.terminate();
  server.close();
});

/** What the station answers to one of our calls. */
function ask(action, payload, id = `q${Math.random()}`) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer to ${action}`)), 8000);
    onText = (frame) => {
      if (frame[1] !== id) return;
      clearTimeout(timer);
      resolve(frame);
    };
    socket.send(JSON.stringify([2, id, action, payload]));
  });
}

async function completes_a_session() {
  behave = answer;
  await until('a connection', async () => {
    const state = await station.state();
    return state.connection.connected && state.connection.registration.toLowerCase() === 'accepted' && state.queue_length === 0;
  }, 60000);
  seen = [];
  await station.command('plug_in');
  await station.command('swipe', { token: 'TAG' });
  await until('a start', () => seen.some((each) => each[2] === 'StartTransaction'));
  await until('charging', () => seen.some((each) => each[2] === 'StatusNotification' && each[3].status === 'Charging'));
  await station.command('swipe', { token: 'TAG' });
  await until('a stop', () => seen.some((each) => each[2] === 'StopTransaction' && each[3].transactionId === 41));
  await station.command('plug_out');
  await until('available', () => seen.some((each) => each[2] === 'StatusNotification' && each[3].status === 'Available'));
}

test('garbage frames', async () => {
  for (const text of ['', '{}', '[', '[]', '[2]', '[2,1,"Reset",{}]', 'null', '[9,"x"]', '[2,"id"]', '[3,"nobody",{}]', '[4,"nobody","X","",{}]',
    '[2,"a","Reset"]', '[2,"b","Reset",{"type":"Soft"}', '"text"', '\u0000', '[2,"c","ChangeConfiguration",{"key":"a","value":[[[[[[[[]]]]]]]]}]',
    `[2,"d","DataTransfer",${'['.repeat(5000)}`, '[2,"e","Heartbeat",{}]', '[2,"f","NoSuchAction",{}]']) socket.send(text);
  socket.send(Buffer.from([0xff, 0xfe]), { binary: false, fin: true });
  await sleep(300);
  await completes_a_session();
});

test('wrong ids and late answers', async () => {
  behave = ([, id, action], ws) => {
    ws.send(JSON.stringify([3, `not-${id}`, confirmation(action)]));
    setTimeout(() => ws.readyState === 1 && ws.send(JSON.stringify([3, id, confirmation(action)])), 1500);
  };
  await station.command('plug_in');
  await station.command('swipe', { token: 'TAG' });
  await sleep(3500);
  await station.command('plug_out');
  await completes_a_session();
});

test('CALLERROR to everything', async () => {
  behave = ([, id], ws) => ws.send(JSON.stringify([4, id, 'InternalError', 'no', {}]));
  await station.command('plug_in');
  await station.command('swipe', { token: 'TAG' });
  await sleep(1500);
  await station.command('plug_out');
  await completes_a_session();
});

test('never answering', async () => {
  behave = () => {};
  await station.command('plug_in');
  await station.command('swipe', { token: 'TAG' });
  await sleep(2500);
  await station.command('plug_out');
  await completes_a_session();
});

test('closing in mid-frame', async () => {
  const raw = socket._socket;
  raw.write(Buffer.from([0x81, 0x7e, 0x10, 0x00, 0x5b, 0x32, 0x2c]));
  raw.destroy();
  await completes_a_session();
});

test('a message of 1 MB is answered, not swallowed', async () => {
  const reply = await ask('DataTransfer', { vendorId: 'x', data: 'y'.repeat(1 << 20) });
  assert.ok(reply[0] === 4 || reply[0] === 3, JSON.stringify(reply));
  assert.equal((await ask('ChangeConfiguration', { key: 'HeartbeatInterval', value: '400' }))[2].status, 'Accepted');
  await completes_a_session();
});

test('one byte at a time', async () => {
  const text = JSON.stringify([2, 'slow', 'GetConfiguration', { key: ['HeartbeatInterval'] }]);
  const frame = Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);
  const reply = new Promise((resolve) => { onText = (each) => each[1] === 'slow' && resolve(each); });
  for (const byte of frame) {
    socket._socket.write(Buffer.from([byte]));
    await sleep(20);
  }
  assert.equal((await reply)[2].configurationKey[0].key, 'HeartbeatInterval');
  await completes_a_session();
});

test('a port that is no WebSocket server, then nothing at all', async () => {
  const { port } = server.address();
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection that was just being made is ended too; the server waits for all of them.
  const ending = setInterval(() => { for (const client of server.clients) client.terminate(); }, 20);
  await closed;
  clearInterval(ending);
  const junk = net.createServer((each) => { each.on('error', () => {}); each.resume(); each.end('HTTP/1.1 404 Not Found\r\n\r\n'); });
  await new Promise((resolve) => junk.listen(port, '127.0.0.1', resolve));
  await sleep(2500);
  await new Promise((resolve) => junk.close(resolve));
  await sleep(1500);
  assert.equal((await station.state()).connection.connected, false);
  server = new WebSocketServer({ port, host: '127.0.0.1', handleProtocols: () => 'ocpp1.6', perMessageDeflate: false });
  server.on('connection', accept);
  await completes_a_session();
});

test('bad control lines get an error, never an exit', async () => {
  for (const line of ['', 'x', '{', '[]', '{"cmd":7}', '{"cmd":"nothing"}', '{"cmd":"plug_in","evse":0}', '{"cmd":"plug_in","evse":"1"}',
    '{"cmd":"plug_in","colour":"red"}', '{"cmd":"swipe"}', '{"cmd":"swipe","token":""}', '{"cmd":"meter","wh":"x"}']) {
    if (line === '') continue;
    const reply = await station.line(line);
    assert.equal(reply.ok, false, line);
    assert.ok(reply.error.length > 5, line);
  }
  assert.equal(await station.stop(), 0);
});
