// T05, T08 on the emulated ESP8266: power is cut (SIGKILL of QEMU) at random moments of sessions on
// both connectors, online and offline, and each session is told to a strict central system from start
// to stop, in order, once. PLUGPOINT_TEST_POWER_CUTS sets how many cuts, PLUGPOINT_TEST_SEED which.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CentralSystem } from '../interop/central_system.mjs';
import { sleep, until } from '../interop/station.mjs';
import { TransactionLedger, random_from } from '../interop/transaction_ledger.mjs';
import { EmulatedStation } from './emulated_station.mjs';

const cuts = Number(process.env.PLUGPOINT_TEST_POWER_CUTS ?? 5);
const random = random_from(Number(process.env.PLUGPOINT_TEST_SEED ?? 20250601));
const ledger = new TransactionLedger();
const sessions = []; // What was asked for, and what the hardware was seen to be told.
let central;
let station;

before(async () => {
  const actions = ['BootNotification', 'Heartbeat', 'Authorize', 'StartTransaction', 'StopTransaction', 'MeterValues'];
  central = new CentralSystem(['ocpp1.6'], Object.fromEntries(actions.map((action) => [action, async (payload, id) => {
    const answer = ledger.answer(id, action, payload);
    // An answer takes a moment, so that cuts also fall between a message and its answer.
    await sleep(random(60));
    return answer;
  }])));
  await central.listen();
  station = new EmulatedStation(central.port);
});

after(async () => {
  station.child?.kill('SIGKILL');
  await central.close();
  station.remove();
});

/** How often a connector was permitted (1) or forbidden (0) to give energy in this life. */
const told = (connector, on) => station.output.split(`permit ${connector} ${on}\n`).length - 1;

/** A user at a connector, until power is cut. */
async function use(connector, life) {
  for (let turn = 1; !life.over; ++turn) {
    await sleep(random(life.length));
    if (life.over) return;
    const session = { idTag: `C${life.number}-${connector}-${turn}`, connector, life };
    const permitted = told(connector, 1);
    station.command(`plug ${connector}`);
    await sleep(30 + random(60));
    if (life.over) return;
    sessions.push(session);
    station.command(`tap ${connector} ${session.idTag}`);
    session.permitted = () => told(connector, 1) > permitted;
    await until('the permission', () => life.over || session.permitted());
    await sleep(random(life.length));
    if (life.over) return;
    session.left = true;
    station.command(random(2) === 0 ? `unplug ${connector}` : `tap ${connector} ${session.idTag}`);
    await until('the end', () => life.over || told(connector, 0) >= told(connector, 1));
    if (!life.over) station.command(`unplug ${connector}`);
    await sleep(50);
  }
}

/** One life of the station, from power on to power off. */
async function live(number) {
  const life = { number, length: 300 + random(1200), over: false };
  station.network = random(4) !== 0;
  station.start();
  await sleep(random(3) === 0 ? random(300) : 400);
  const users = [1, 2].map((connector) => use(connector, life));
  await sleep(life.length);
  if (random(4) === 0) station.cut_network();
  await sleep(random(400));
  // The meters ran on by at most this much.
  await station.kill(station.register + 20);
  life.over = true;
  for (const session of sessions) {
    if (session.life !== life) continue;
    session.began = session.permitted();
    delete session.permitted;
  }
  await Promise.all(users);
}

/** What the books lack of a session that gave energy, or have too much of any. */
function complaints_about(session) {
  const found = ledger.all().filter((each) => each.idTag === session.idTag);
  if (found.length > 1) return [`${session.idTag} was told ${found.length} times`];
  if (found.length === 0) return session.began ? [`${session.idTag} was lost`] : [];
  const { connector, stopped } = found[0];
  if (connector !== session.connector) return [`${session.idTag} on connector ${connector}`];
  if (!session.left && stopped !== 'PowerLoss') return [`${session.idTag} was cut off and ended by ${stopped}`];
  return [];
}

test(`T05, T08: ${cuts} power cuts at random moments lose nothing`, { timeout: 60000 + cuts * 6000 }, async () => {
  for (let number = 1; number <= cuts; ++number) {
    await live(number);
    assert.deepEqual(ledger.wrong, [], `after cut ${number}`);
  }
  station.network = true;
  station.start();
  await until('the last message', () => ledger.all_stopped()
    && sessions.every((session) => !session.began || ledger.all().some((each) => each.idTag === session.idTag)), 60000);
  await sleep(1500);
  assert.equal(await station.stop(), 0, station.output);
  assert.deepEqual(ledger.wrong, []);
  assert.deepEqual(sessions.flatMap(complaints_about), []);
  assert.deepEqual(central.failures, []);
  assert.deepEqual(station.narrow, []);
  const lost = ledger.all().filter((each) => each.stopped === 'PowerLoss').length;
  console.log(`${cuts} power cuts, ${ledger.transactions.size} transactions, ${lost} ended by PowerLoss, ${ledger.repeated} messages came again`);
  assert.ok(ledger.transactions.size >= cuts, `${ledger.transactions.size} transactions`);
  assert.ok(lost > 0);
});
