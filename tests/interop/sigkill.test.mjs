// SIGKILL at random moments on a real file system: the central system sees each transaction from start
// to stop, in order, once. PLUGPOINT_TEST_KILLS sets how many.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { Station, sleep, until } from './station.mjs';

const kills = Number(process.env.PLUGPOINT_TEST_KILLS ?? 20);
const begun = Date.now();
const transactions = new Map(); // By the message id of their start.
const numbers = new Map();
const seen = new Set();
const wrong = [];
let repeated = 0;
let server;
let station;

/** Numbers that repeat from a seed (mulberry32): the moments of the kills. */
let seed = 20250601;
function random(below) {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

function instant(text) {
  const at = Date.parse(text);
  if (!(at >= begun - 5000 && at <= Date.now() + 5000)) wrong.push(`not the time: ${text}`);
  return at;
}

function start(id, payload) {
  if (!transactions.has(id)) {
    for (const [other, each] of transactions) {
      if (each.connector === payload.connectorId && !each.stopped) wrong.push(`${other} was not closed before ${id}`);
    }
    const number = transactions.size + 1;
    transactions.set(id, { number, connector: payload.connectorId, last: instant(payload.timestamp), wh: payload.meterStart });
    numbers.set(number, transactions.get(id));
  }
  return { transactionId: transactions.get(id).number, idTagInfo: { status: 'Accepted' } };
}

/** What holds for every message of a transaction after its start. */
function advance(id, transactionId, timestamp, wh) {
  const found = numbers.get(transactionId);
  const at = instant(timestamp);
  if (!found) return wrong.push(`${id}: unknown transaction ${transactionId}`);
  if (found.stopped) wrong.push(`${id}: after the stop of ${transactionId}`);
  if (at < found.last) wrong.push(`${id}: earlier than what came before`);
  if (wh < found.wh) wrong.push(`${id}: the register falls from ${found.wh} to ${wh}`);
  Object.assign(found, { last: at, wh });
  return found;
}

function answer(id, action, payload) {
  if (seen.has(id)) repeated += 1;
  const fresh = !seen.has(id);
  seen.add(id);
  switch (action) {
    case 'BootNotification': return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
    case 'Heartbeat': return { currentTime: new Date().toISOString() };
    case 'Authorize': return { idTagInfo: { status: 'Accepted' } };
    case 'StartTransaction': return start(id, payload);
    case 'StopTransaction':
      if (fresh) advance(id, payload.transactionId, payload.timestamp, payload.meterStop).stopped = payload.reason ?? 'Local';
      return {};
    case 'MeterValues':
      if (fresh) advance(id, payload.transactionId, payload.meterValue[0].timestamp, Number(payload.meterValue[0].sampledValue[0].value));
      return {};
    default: return {};
  }
}

before(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'ocpp1.6' });
  server.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const [type, id, action, payload] = JSON.parse(data);
      if (type !== 2) return;
      const result = answer(id, action, payload);
      // An answer takes a moment, so that kills also fall between a message and its answer.
      setTimeout(() => socket.send(JSON.stringify([3, id, result])), random(60));
    });
  });
  await until('the server', () => server.address());
  station = new Station(`ws://127.0.0.1:${server.address().port}/ocpp`, {
    ocpp: '1.6', evses: 2,
    variables: { MeterValueSampleInterval: 1, MeterValuesSampledData: 'Energy.Active.Import.Register', AllowOfflineTxForUnknownId: true },
  });
});

after(() => {
  station.child?.kill('SIGKILL');
  station.remove();
  for (const client of server.clients) client.terminate();
  server.close();
});

/** Gives a command; the station may be killed before it answers. */
const tell = (cmd, args) => station.child.stdin.write(`${JSON.stringify({ cmd, ...args })}\n`);

test(`T05: ${kills} kills at random moments lose nothing`, { timeout: 20000 + kills * 5000 }, async () => {
  for (let kill = 0; kill < kills; ++kill) {
    station.start();
    station.child.stdin.on('error', () => {});
    await sleep(random(3) === 0 ? random(200) : 300);
    for (const evse of [1, 2]) {
      tell('plug_in', { evse });
      tell('swipe', { token: `TAG${evse}`, evses: [evse] });
    }
    await sleep(random(1500));
    if (random(2) === 0) tell('swipe', { token: 'TAG1', evses: [1] });
    if (random(2) === 0) tell('plug_out', { evse: 2 });
    await sleep(random(200));
    await station.kill();
    assert.deepEqual(wrong, [], `after kill ${kill + 1}`);
  }
  station.start();
  await until('the last message', async () => (await station.state()).queue_length === 0
    && [...transactions.values()].every((each) => each.stopped), 60000);
  assert.deepEqual(wrong, []);
  const lost = [...transactions.values()].filter((each) => each.stopped === 'PowerLoss').length;
  console.log(`${kills} kills, ${transactions.size} transactions, ${lost} ended by PowerLoss, ${repeated} messages came again`);
  assert.ok(transactions.size >= kills / 2, `${transactions.size} transactions`);
  assert.ok(lost > 0);
});
