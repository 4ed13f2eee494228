// SIGKILL at random moments on a real file system: the central system sees each transaction from start
// to stop, in order, once. PLUGPOINT_TEST_KILLS sets how many.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { Station, sleep, until } from './station.mjs';
import { TransactionLedger, random_from } from './transaction_ledger.mjs';

const kills = Number(process.env.PLUGPOINT_TEST_KILLS ?? 20);
const ledger = new TransactionLedger();
const random = random_from(20250601); // The moments of the kills.
let server;
let station;

before(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'ocpp1.6' });
  server.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const [type, id, action, payload] = JSON.parse(data);
      if (type !== 2) return;
      const result = ledger.answer(id, action, payload);
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
    assert.deepEqual(ledger.wrong, [], `after kill ${kill + 1}`);
  }
  station.start();
  await until('the last message', async () => (await station.state()).queue_length === 0
    && ledger.all_stopped(), 60000);
  assert.deepEqual(ledger.wrong, []);
  const { transactions, repeated } = ledger;
  const lost = ledger.all().filter((each) => each.stopped === 'PowerLoss').length;
  console.log(`${kills} kills, ${transactions.size} transactions, ${lost} ended by PowerLoss, ${repeated} messages came again`);
  assert.ok(transactions.size >= kills / 2, `${transactions.size} transactions`);
  assert.ok(lost > 0);
});
