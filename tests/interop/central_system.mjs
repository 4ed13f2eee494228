// A central system made of ocpp-rpc in strict mode. Every frame of both directions is also checked
// against the official schemas with a validator of its own.
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RPCServer } from 'ocpp-rpc';

const require = createRequire(import.meta.url);
const schemaFolder = path.join(path.dirname(require.resolve('ocpp-rpc/package.json')), 'lib', 'schemas');
const files = { 'ocpp1.6': 'ocpp1_6.json', 'ocpp2.0.1': 'ocpp2_0_1.json' };

/** The compiled schemas of a subprotocol by their id. */
function validatorOf(subprotocol) {
  const ajv = new Ajv({ strict: false, multipleOfPrecision: 3 });
  addFormats(ajv);
  // The ids are no valid URNs, so ajv must not see them.
  return new Map(JSON.parse(readFileSync(path.join(schemaFolder, files[subprotocol])))
    .map(({ $id, ...schema }) => [$id, ajv.compile(schema)]));
}

export class CentralSystem {
  /** `answers`: by action, an object or a function of the request and its message id. Those of Core
   * are built in. */
  constructor(protocols, answers = {}) {
    this.protocols = protocols;
    this.validators = Object.fromEntries(protocols.map((name) => [name, validatorOf(name)]));
    this.answers = { ...this.builtIn(), ...answers };
    this.received = [];
    this.failures = [];
    this.frames = 0;
    this.transactions = 0;
    this.connections = 0;
  }

  builtIn() {
    const now = () => new Date().toISOString();
    return {
      BootNotification: () => ({ status: 'Accepted', currentTime: now(), interval: 300 }),
      Heartbeat: () => ({ currentTime: now() }),
      Authorize: ({ idToken }) => (idToken ? { idTokenInfo: { status: 'Accepted' } } : { idTagInfo: { status: 'Accepted' } }),
      StartTransaction: () => ({ transactionId: 700 + ++this.transactions, idTagInfo: { status: 'Accepted' } }),
      StopTransaction: () => ({ idTagInfo: { status: 'Accepted' } }),
      DataTransfer: ({ data }) => ({ status: 'Accepted', data: `echo ${data}` }),
    };
  }

  async listen(port = 0) {
    this.server = new RPCServer({ protocols: this.protocols, strictMode: true, callTimeoutMs: 20000 });
    this.server.auth((accept, reject, handshake) => {
      this.handshake = handshake;
      accept();
    });
    this.server.on('client', (client) => this.adopt(client));
    const http = await this.server.listen(port, '127.0.0.1');
    this.port = http.address().port;
    return `ws://127.0.0.1:${this.port}/ocpp`;
  }

  adopt(client) {
    this.client = client;
    this.connections += 1;
    this.calls = new Map();
    client.on('strictValidationFailure', (event) => this.failures.push(`strict: ${event.method}: ${event.error.message}`));
    client.on('rpcError', (error) => this.failures.push(`rpc: ${error.message}`));
    client.on('badMessage', (event) => this.failures.push(`bad message: ${event.error.message}`));
    client.on('message', (event) => this.check(client.protocol, String(event.message ?? event), event.outbound));
    client.handle(({ method, params, messageId }) => {
      this.received.push({ action: method, payload: params });
      const answer = this.answers[method];
      return typeof answer === 'function' ? answer(params, messageId) : answer ?? {};
    });
  }

  check(protocol, text, outbound) {
    this.frames += 1;
    const [type, id, action, payload] = JSON.parse(text);
    const side = outbound ? 'out' : 'in';
    if (type === 2) {
      this.calls.set(`${side}${id}`, action);
      this.validate(protocol, `urn:${action}.req`, payload, text);
    } else if (type === 3) {
      const called = this.calls.get(`${outbound ? 'in' : 'out'}${id}`);
      if (!called) this.failures.push(`answer to nothing: ${text}`);
      else this.validate(protocol, `urn:${called}.conf`, action, text);
    }
  }

  validate(protocol, schema, payload, text) {
    const validate = this.validators[protocol].get(schema);
    if (!validate) this.failures.push(`no schema ${schema}`);
    else if (!validate(payload)) this.failures.push(`${schema}: ${JSON.stringify(validate.errors)} in ${text}`);
  }

  call(action, payload = {}) { return this.client.call(action, payload); }
  of(action) { return this.received.filter((each) => each.action === action).map((each) => each.payload); }
  last(action) { return this.of(action).at(-1); }
  forget() { this.received.length = 0; }
  async close() { await this.server.close({ force: true, code: 1001 }); }
}
