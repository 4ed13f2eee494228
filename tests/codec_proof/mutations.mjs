// Single mutations of a valid instance. Each has a name, which the test program knows: there it says
// which rule is broken, and where our verdict differs from the schema's and why.

import { instanceOf, planOf, stringOf, quoted } from './instances.mjs';
import { follow } from './schemas.mjs';

const BAD_DATES = ['2025-13-01T00:00:00Z', '2025-02-30T00:00:00Z', '2025-00-10T00:00:00Z', '2025-06-01T24:00:00Z',
  '2025-06-01T12:60:00Z', '2025-06-01T12:00:61Z', '2025-06-01', '12:00:00Z', '', 'now', '2025-6-1T12:00:00Z',
  '2025-06-01T12:00:00Zx', '2025-06-01T12:00:00.Z', ' 2025-06-01T12:00:00Z', '2025-06-01TT12:00:00Z', '20250601T120000Z',
  '1748779200', '2025-06-01T12:00:00 GMT', '2023-02-29T12:00:00Z', '2025-06-01T12:00:00+', '2025-06-01T12:00:00Z'.repeat(5)];
const LENIENT_DATES = ['2025-06-01T12:00:00', '2025-06-01T12:00:00.123', '2025-06-01T12:00Z', '2025-06-01T12:00:00,5Z',
  '2025-06-01T12:00:60Z'];
const FAR_ZONES = ['2025-06-01T12:00:00+24:00', '2025-06-01T12:00:00-99:59', '2025-06-01T12:00:00+01:60'];

/** Every place of a tree: {node, put(node)}, with the object or array that holds it. */
function sitesOf(tree) {
  const sites = [];
  const walk = (node, put, key) => {
    sites.push({ node, put, key });
    if (node.kind === 'object') node.members.forEach((m) => walk(m.node, (other) => { m.node = other; }, m.key));
    if (node.kind === 'array') node.items.forEach((item, i) => walk(item, (other) => { node.items[i] = other; }, key));
  };
  walk(tree, null, null);
  return sites;
}

const leaf = (text) => ({ kind: 'leaf', schema: {}, text });
const closed = (node) => node.kind === 'object' && node.schema.additionalProperties === false;
const typed = (site) => site.put && (site.node.schema.type || site.node.schema.enum);
const isText = (site) => site.node.schema.type === 'string' && !site.node.schema.enum && site.node.schema.format !== 'date-time';
const limited = (site) => site.put && isText(site) && site.node.schema.maxLength;
const isDate = (site) => site.put && site.node.schema.format === 'date-time';
const isInteger = (site) => site.put && site.node.schema.type === 'integer';

const WRONG = {
  string: ['5', 'true', '[]', '{}', '["x"]'],
  integer: ['"5"', 'false', '[1]', '{"a":1}', '""'],
  number: ['"5.0"', 'true', '[]', '{}'],
  boolean: ['"true"', '1', '0', '[]', '{}'],
  object: ['[]', '"x"', '1', 'true', '[{}]'],
  array: ['{}', '"x"', '1', 'false', '[[]]'],
};

const insert = (random, list, item) => list.splice(random.below(list.length + 1), 0, item);

function badEnum(random, values) {
  const value = random.pick(values);
  return random.pick([value.toLowerCase(), value.toUpperCase(), `${value}x`, value.slice(0, -1), '', ` ${value}`, 'Unknown',
    value + value, `${value}\u0000`, stringOf(random, 70)]);
}

/** name -> {at(site): whether it applies, to(random, site, context): changes the tree} */
const MUTATIONS = {
  missing: {
    at: ({ node }) => node.kind === 'object' && node.members.length > 0,
    to(random, { node }) {
      const required = node.members.filter((m) => node.schema.required?.includes(m.key));
      const victim = required.length > 0 && random.chance(0.8) ? random.pick(required) : random.pick(node.members);
      node.members.splice(node.members.indexOf(victim), 1);
    },
  },
  extra: {
    at: ({ node }) => closed(node),
    to(random, { node }, { names }) {
      const known = Object.keys(node.schema.properties ?? {});
      const near = known.length > 0 ? random.pick(known) : 'status';
      const candidates = [random.pick(names), near.toUpperCase(), `${near}s`, near.slice(0, -1), '', `${near}\u0000`,
        stringOf(random, random.between(1, 80))];
      const key = random.pick(candidates.filter((name) => !known.includes(name)));
      insert(random, node.members, { key, node: leaf(random.pick(['null', '1', '"x"', '{"a":[1,{}]}', '[[],{}]'])) });
    },
  },
  open_extra: {  // customData takes any member
    at: ({ node }) => node.kind === 'object' && !closed(node),
    to(random, { node }) {
      insert(random, node.members, { key: stringOf(random, 30), node: leaf(random.pick(['null', '{"vendorId":1}', '[{}]'])) });
    },
  },
  type: {
    at: typed,
    to: (random, site) => site.put(leaf(random.pick(WRONG[site.node.schema.type]))),
  },
  null: { at: typed, to: (random, site) => site.put(leaf('null')) },
  long: {
    at: limited,
    to: (random, site) => site.put(leaf(JSON.stringify('x'.repeat(site.node.schema.maxLength + 1)))),
  },
  wide_at_limit: {
    at: limited,
    to: (random, site) => site.put(leaf(quoted(random, stringOf(random, site.node.schema.maxLength, true)))),
  },
  wide_long: {
    at: limited,
    to: (random, site) => site.put(leaf(quoted(random, stringOf(random, site.node.schema.maxLength + 1, true)))),
  },
  enum: {
    at: (site) => site.put && site.node.schema.enum,
    to: (random, site) => site.put(leaf(quoted(random, badEnum(random, site.node.schema.enum)))),
  },
  range: {
    at: (site) => site.put && (site.node.schema.minimum !== undefined || site.node.schema.maximum !== undefined),
    to(random, site) {
      const { minimum, maximum, type } = site.node.schema;
      const values = [];
      if (minimum !== undefined) values.push(minimum - 1, minimum, -2147483648);
      if (maximum !== undefined) values.push(maximum + 1, maximum, 2147483647);
      if (type === 'number' && minimum !== undefined) values.push(minimum - 0.001);
      if (type === 'number' && maximum !== undefined) values.push(maximum + 0.001);
      site.put(leaf(String(random.pick(values))));
    },
  },
  integer_spelling: {
    at: isInteger,
    to: (random, site) => site.put(leaf(random.pick(['5.0', '1e1', '50e-1', '0.5e1', '1E+0', '3.000', '0e5']))),
  },
  fraction: {
    at: isInteger,
    to: (random, site) => site.put(leaf(random.pick(['5.5', '1e-1', '0.25', '1.000001', '15e-1']))),
  },
  int32: {
    at: (site, { version }) => isInteger(site) && !(version === 'ocpp16' && site.key === 'transactionId'),
    to: (random, site) => site.put(leaf(random.pick(['2147483648', '-2147483649', '1e10', '99999999999999999999', '1e30']))),
  },
  int64: {
    at: (site, { version }) => isInteger(site) && version === 'ocpp16' && site.key === 'transactionId',
    to: (random, site) => site.put(leaf(random.pick(['2147483648', '-2147483649', '1e10', '9007199254740993', '-123456789012345678', '1234567890123456789']))),
  },
  beyond_int64: {
    at: (site, { version }) => isInteger(site) && version === 'ocpp16' && site.key === 'transactionId',
    to: (random, site) => site.put(leaf(random.pick(['9223372036854775808', '-9223372036854775809', '18446744073709551616', '99999999999999999999', '-1e19', '1e30']))),
  },
  tenth: {
    at: (site) => site.put && site.node.schema.multipleOf,
    to: (random, site) => site.put(leaf(random.pick(['0.05', '16.01', '1e-2', '32.123', '-0.25', '0.1', '0.3', '16.70', '1e2']))),
  },
  duplicate: {
    at: ({ node }) => closed(node) && node.members.length > 0,
    to(random, { node }) {
      const { key, node: value } = random.pick(node.members);
      insert(random, node.members, { key, node: value });
    },
  },
  few: {
    at: (site) => site.node.kind === 'array',
    to: (random, site) => { site.node.items = []; },
  },
  many: {
    at: (site) => site.node.kind === 'array' && site.node.schema.maxItems,
    to(random, { node }, { root }) {
      const count = node.schema.maxItems + random.below(2);
      const plan = { ...planOf(random), optional: 0, custom: 0, long: false };
      const item = node.items[0] ?? instanceOf(random, root, node.schema.items, plan);
      const small = node.schema.maxItems > 100 ? instanceOf(random, root, node.schema.items, plan) : item;
      node.items = Array.from({ length: count }, () => small);
    },
  },
  date: {
    at: isDate,
    to: (random, site) => site.put(leaf(quoted(random, random.pick(BAD_DATES)))),
  },
  date_lenient: {
    at: isDate,
    to: (random, site) => site.put(leaf(quoted(random, random.pick(LENIENT_DATES)))),
  },
  date_zone: {
    at: isDate,
    to: (random, site) => site.put(leaf(quoted(random, random.pick(FAR_ZONES)))),
  },
  uri: {
    at: (site) => site.put && site.node.schema.format === 'uri',
    to: (random, site) => site.put(leaf(quoted(random, random.pick(['not a uri', '', 'host', 'ftp//x', 'é'])))),
  },
};

/** Names of all members of a version's schemas. */
export function namesOf(messages) {
  const names = new Set(['customData', 'transactionId', 'foo']);
  const walk = (root, schema) => {
    for (const [name, member] of Object.entries(follow(root, schema).properties ?? {})) names.add(name);
  };
  for (const { schema } of messages) {
    walk(schema, schema);
    for (const definition of Object.values(schema.definitions ?? {})) walk(schema, definition);
  }
  return [...names];
}

/** Changes the tree (or the whole payload); returns {name, text?}: a text replaces the payload. */
export function mutate(random, tree, context) {
  if (random.chance(0.01)) return { name: 'payload_null', text: 'null' };
  if (random.chance(0.01)) return { name: 'payload_type', text: random.pick(['[]', '"x"', '5', 'true', '[{}]', '""']) };
  const sites = sitesOf(tree);
  const names = random.shuffle(Object.keys(MUTATIONS));
  for (const name of names) {
    const fitting = sites.filter((site) => MUTATIONS[name].at(site, context));
    if (fitting.length === 0) continue;
    MUTATIONS[name].to(random, random.pick(fitting), context);
    return { name };
  }
  throw new Error('no mutation applies');
}
