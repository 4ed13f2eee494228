// A central system's books of the transactions of OCPP 1.6: each is seen from start to stop, in
// order, once, or `wrong` says what was not. Messages that come again are known by their id.
export class TransactionLedger {
  constructor() {
    this.begun = Date.now();
    this.transactions = new Map(); // By the message id of their start.
    this.wrong = [];
    this.repeated = 0; // Messages that came again.
    this.numbers = new Map();
    this.seen = new Set();
  }

  /** The answer to a request that a station sent. */
  answer(id, action, payload) {
    const fresh = !this.seen.has(id);
    this.seen.add(id);
    if (!fresh) this.repeated += 1;
    switch (action) {
      case 'BootNotification': return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
      case 'Heartbeat': return { currentTime: new Date().toISOString() };
      case 'Authorize': return { idTagInfo: { status: 'Accepted' } };
      case 'StartTransaction': return this.start(id, payload);
      case 'StopTransaction':
        if (fresh) this.advance(id, payload.transactionId, payload.timestamp, payload.meterStop).stopped = payload.reason ?? 'Local';
        return {};
      case 'MeterValues':
        if (fresh) this.advance(id, payload.transactionId, payload.meterValue[0].timestamp, Number(payload.meterValue[0].sampledValue[0].value));
        return {};
      default: return {};
    }
  }

  start(id, { connectorId, idTag, timestamp, meterStart }) {
    if (!this.transactions.has(id)) {
      for (const [other, each] of this.transactions) {
        if (each.connector === connectorId && !each.stopped) this.wrong.push(`${other} was not closed before ${id}`);
      }
      const number = this.transactions.size + 1;
      this.transactions.set(id, { number, connector: connectorId, idTag, last: this.instant(timestamp), wh: meterStart });
      this.numbers.set(number, this.transactions.get(id));
    }
    return { transactionId: this.transactions.get(id).number, idTagInfo: { status: 'Accepted' } };
  }

  /** What holds for every message of a transaction after its start. */
  advance(id, transactionId, timestamp, wh) {
    const found = this.numbers.get(transactionId);
    const at = this.instant(timestamp);
    if (!found) {
      this.wrong.push(`${id}: unknown transaction ${transactionId}`);
      return {};
    }
    if (found.stopped) this.wrong.push(`${id}: after the stop of ${transactionId}`);
    if (at < found.last) this.wrong.push(`${id}: earlier than what came before`);
    if (wh < found.wh) this.wrong.push(`${id}: the register falls from ${found.wh} to ${wh}`);
    return Object.assign(found, { last: at, wh });
  }

  instant(text) {
    const at = Date.parse(text);
    if (!(at >= this.begun - 5000 && at <= Date.now() + 5000)) this.wrong.push(`not the time: ${text}`);
    return at;
  }

  all() { return [...this.transactions.values()]; }
  all_stopped() { return this.all().every((each) => each.stopped); }
}

/** Numbers below a limit that repeat from a seed (mulberry32). */
export function random_from(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
